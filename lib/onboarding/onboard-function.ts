import { Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentVariables } from '../../lambdas/contract.ts';
import type { Settings } from '../config.ts';
import { MusterFunction } from '../muster-function.ts';
import { profilesFor } from './profiles.ts';

/** What the function works on. */
export interface OnboardFunctionProps {
  readonly settings: Settings;
  readonly queue: Queue;
  readonly roster: Table;
  /** The version of each document that this deployment made. */
  readonly versions: ReadonlyMap<string, string>;
}

/** For how long one call may run. A batch of 1,000 launches takes some 10 seconds; the rest is for slow answers. */
export const onboardTimeoutSeconds = 120;

/**
 * How long a claim keeps others from sending. Longer than a call may run, so that a claim of a call that still runs
 * is never taken for a lost one, with room for a clock that is a little off and for a send that shows late.
 */
const claimLeaseSeconds = onboardTimeoutSeconds + 180;

/** The function that onboards launches, and the mapping that feeds it from the launch queue. */
export class OnboardFunction extends Construct {
  constructor(scope: Construct, id: string, props: OnboardFunctionProps) {
    super(scope, id);
    const { settings, queue, roster } = props;
    const { profiles, documentVersions, documentArns } = profilesFor(
      Stack.of(this),
      settings,
      props.versions,
    );
    const { partition, region, account } = Stack.of(this);
    const onboard = new MusterFunction(this, 'Onboard', {
      capability: 'onboard',
      description: 'Muster: looks at launched instances, decides, claims, sends, and records why.',
      timeoutSeconds: onboardTimeoutSeconds,
      memoryMegabytes: 1024,
      logRetentionDays: settings.retention.logDays,
      environment: {
        [environmentVariables.rosterTable]: roster.tableName,
        [environmentVariables.profiles]: JSON.stringify(profiles),
        [environmentVariables.exclusions]: JSON.stringify(settings.excludeTags),
        [environmentVariables.documentVersions]: Stack.of(this).toJsonString(documentVersions),
        [environmentVariables.closedEntryDays]: String(settings.retention.closedEntryDays),
        [environmentVariables.claimLeaseSeconds]: String(claimLeaseSeconds),
      },
      permissions: [
        {
          actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'ssm:ListCommands'],
          resources: ['*'],
        },
        { actions: ['ssm:SendCommand'], resources: documentArns },
        { actions: ['ssm:SendCommand'], resources: [`arn:${partition}:ec2:${region}:${account}:instance/*`] },
        {
          actions: ['dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'],
          resources: [roster.tableArn],
        },
        {
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [queue.queueArn],
        },
      ],
    });
    onboard.acknowledge(
      'AwsSolutions-IAM5[Resource::*]',
      'These describe and list actions take no resource.',
    );
    onboard.acknowledge(
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:instance/*]',
      'Any instance of the account may launch; which document it gets is bounded by its own statement.',
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: onboard.function,
      eventSourceArn: queue.queueArn,
      batchSize: settings.batchSizeMax,
      maxBatchingWindow: Duration.seconds(settings.batchingWindowSeconds),
      reportBatchItemFailures: true,
      maxConcurrency: settings.concurrencyMax,
    });
    // CloudFormation refuses the mapping until the role may read the queue.
    mapping.node.addDependency(onboard.role);
  }
}
