import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/** What the nodes run. */
const content = {
  schemaVersion: '2.2',
  description: 'Greets.',
  mainSteps: [
    {
      action: 'aws:runShellScript',
      name: 'Greet',
      inputs: { timeoutSeconds: '60', runCommand: ['echo hello'] },
    },
  ],
};

/**
 * An application of somebody: each instance that starts runs a document a minute later. A topic tells of every command
 * that fails.
 */
export class GreeterStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const document = new CfnDocument(this, 'Greet', { name: 'Greet', documentType: 'Command', content });
    const lost = new Queue(this, 'Lost');
    const started = new Queue(this, 'Started', {
      deliveryDelay: Duration.minutes(1),
      visibilityTimeout: Duration.minutes(3),
      deadLetterQueue: { queue: lost, maxReceiveCount: 5 },
    });
    new Rule(this, 'Running', {
      eventPattern: {
        source: ['aws.ec2'],
        detailType: ['EC2 Instance State-change Notification'],
        detail: { state: ['running'] },
      },
      targets: [new SqsQueue(started)],
    });
    const greeter = this.#greeter(document.ref);
    greeter.addEventSource(new SqsEventSource(started, { batchSize: 1, reportBatchItemFailures: true }));
    new Rule(this, 'Ended', {
      eventPattern: {
        source: ['aws.ssm'],
        detailType: ['EC2 Command Status-change Notification'],
        detail: { status: ['Failed', 'TimedOut'] },
      },
      targets: [new SnsTopic(new Topic(this, 'Failed'))],
    });
  }

  #greeter(documentName: string): LambdaFunction {
    const greeter = new LambdaFunction(this, 'Greeter', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(import.meta.dirname, 'greet')),
      timeout: Duration.seconds(30),
      environment: { DOCUMENT_NAME: documentName },
      logGroup: new LogGroup(this, 'GreeterLogs', {
        retention: RetentionDays.ONE_WEEK,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    greeter.addToRolePolicy(
      new PolicyStatement({
        actions: ['ssm:SendCommand'],
        resources: [
          this.formatArn({ service: 'ssm', resource: 'document', resourceName: documentName }),
          this.formatArn({ service: 'ec2', resource: 'instance', resourceName: '*' }),
        ],
      }),
    );
    return greeter;
  }
}
