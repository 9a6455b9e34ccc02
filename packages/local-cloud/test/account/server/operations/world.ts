import type { LocalCloud } from '../../../../src/account/account.ts';
import { isRecord } from '../../../../src/core/is-record.ts';
import { models } from '../../../../src/core/wire/models.ts';
import { deployStack } from '../../../../src/deployment/deploy-stack.ts';
import { accountId, codeOf, jsonRequest, newCloud, region, stackOf } from '../../../cloud-bench.ts';
import { echoFolder } from '../../../echo-folder.ts';
import { spec } from '../../../services/ec2/pretend-world.ts';
import type { Input } from './send-request.ts';

/** What the requests of the tables work on. */
export interface World {
  readonly cloud: LocalCloud;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly deadUrl: string;
  readonly deadArn: string;
  readonly topicArn: string;
  readonly functionName: string;
  /** The log group of the function, with two lines in one stream. */
  readonly logGroup: string;
  readonly logStream: string;
  /** The stack with all of this. */
  readonly stackId: string;
  readonly roleName: string;
  readonly policyArn: string;
  /** Managed instances: two with Linux, one with Windows. */
  readonly linux: readonly [string, string];
  readonly windows: string;
  /** One that requests may stop and terminate. */
  readonly spare: string;
  readonly vpcId: string;
  readonly subnetId: string;
  /** Lets virtual seconds pass. */
  pass(seconds: number): Promise<void>;
  /** Calls a JSON service past HTTP, and reads a text in its answer. */
  ask(service: string, operation: string, input: Input, ...path: readonly (string | number)[]): string;
}

const key = (name: string, type: string) => ({ AttributeName: name, KeyType: type });
const typed = (name: string) => ({ AttributeName: name, AttributeType: 'S' });
const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const document = { Version: '2012-10-17', Statement: [statement] };

const resources = {
  Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: 'queue',
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 10 },
    },
  },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'topic' } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'Things',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [typed('id'), typed('owner')],
      KeySchema: [key('id', 'HASH')],
      GlobalSecondaryIndexes: [
        { IndexName: 'byOwner', KeySchema: [key('owner', 'HASH')], Projection: { ProjectionType: 'ALL' } },
      ],
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    },
  },
  PlainTable: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'Plain',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [typed('id')],
      KeySchema: [key('id', 'HASH')],
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'rule',
      Description: 'a rule',
      EventPattern: { source: ['test'] },
      State: 'ENABLED',
      Targets: [{ Id: 'Queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
    },
  },
  Policy: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: 'policy', PolicyDocument: document },
  },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'role',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      ManagedPolicyArns: [{ Ref: 'Policy' }],
      Policies: [{ PolicyName: 'inline', PolicyDocument: document }],
    },
  },
  Profile: {
    Type: 'AWS::IAM::InstanceProfile',
    Properties: { InstanceProfileName: 'profile', Roles: [{ Ref: 'Role' }] },
  },
};

const functionName = 'echo';
const trusting = (Service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});

const polling = {
  Version: '2012-10-17',
  Statement: [
    {
      ...{ Effect: 'Allow', Resource: '*' },
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    },
  ],
};

const calling = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' }],
};

/** A function, a mapping, a schedule that calls it, an alarm, and a group of log lines. */
const workers = {
  Windows: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'windows',
      AssumeRolePolicyDocument: trusting('ssm.amazonaws.com'),
      Policies: [{ PolicyName: 'calls', PolicyDocument: calling }],
    },
  },
  Worker: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
      Policies: [{ PolicyName: 'polls', PolicyDocument: polling }],
    },
  },
  // It is off, so that it takes no message from anybody.
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      ...{ FunctionName: { Ref: 'Function' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
      ...{ Enabled: false, BatchSize: 20, MaximumBatchingWindowInSeconds: 5 },
      ...{ FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 2 } },
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{
        FunctionName: functionName,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: codeOf(echoFolder),
      },
      ...{ Role: { 'Fn::GetAtt': ['Worker', 'Arn'] }, Environment: { Variables: { NAME: 'value' } } },
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
    },
  },
  // It has no concurrency, so that a call of it is refused.
  Stopped: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{
        FunctionName: 'stopped',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: codeOf(echoFolder),
      },
      ...{ Role: { 'Fn::GetAtt': ['Worker', 'Arn'] }, ReservedConcurrentExecutions: 0 },
    },
  },
  Caller: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trusting('scheduler.amazonaws.com') },
  },
  Schedule: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ...{ Name: 'schedule', Description: 'a schedule', ScheduleExpression: 'rate(1 day)' },
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
      StartDate: '2030-01-01T00:00:00.000Z',
      Target: {
        Arn: { 'Fn::GetAtt': ['Function', 'Arn'] },
        RoleArn: { 'Fn::GetAtt': ['Caller', 'Arn'] },
        Input: '{"Records":[]}',
      },
    },
  },
  Alarm: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      ...{ AlarmName: 'alarm', Namespace: 'Shop', MetricName: 'Orders', Statistic: 'Sum', Period: 60 },
      Dimensions: [{ Name: 'Place', Value: 'here' }],
      ...{ EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' },
      AlarmActions: [{ Ref: 'Topic' }],
    },
  },
};

const outputs = { Url: { Value: { Ref: 'Queue' }, Description: 'where to send', Export: { Name: 'url' } } };

const profileArn = `arn:aws:iam::${accountId}:instance-profile/profile`;

/** Makes a cloud with something of everything, whose instances are managed. */
export async function makeWorld(): Promise<World> {
  const { cloud } = newCloud();
  const source = stackOf({}, [echoFolder]);
  const template = { Description: 'a stack', Resources: { ...resources, ...workers }, Outputs: outputs };
  const stack = await deployStack(cloud, { ...source, template });
  const group = `/aws/lambda/${functionName}`;
  for (const line of ['one', 'two']) cloud.logs.store.append(functionName, group, line);
  cloud.observations.cloudwatch.record('Shop', 'Orders', { Place: 'here' }, 3);
  const refOf = (id: string) => stack.resources.get(id)?.ref ?? '';
  const managed = { instanceProfileArn: profileArn, tags: { Name: 'node' }, subnetId: 'subnet-0000000a' };
  const linux = spec({ ...managed, vpcId: 'vpc-0000000a' });
  const windows = spec({ ...linux, platform: { ...linux.platform, type: 'Windows', name: 'Windows' } });
  const [one = '', two = '', three = '', spare = ''] = cloud.ec2
    .launch([linux, linux, windows, linux])
    .map(({ id }) => id);
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 20 * 60_000 });
  const arnOf = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
  return {
    cloud,
    queueUrl: refOf('Queue'),
    queueArn: arnOf('queue'),
    deadUrl: refOf('Dead'),
    deadArn: arnOf('dead'),
    topicArn: refOf('Topic'),
    functionName,
    logGroup: group,
    logStream: cloud.logs.store.events(group)[0]?.stream ?? '',
    stackId: stack.stackId,
    roleName: 'role',
    policyArn: refOf('Policy'),
    linux: [one, two],
    windows: three,
    spare,
    pass: (seconds) => cloud.loop.run({ untilMs: cloud.timeline.nowMs + seconds * 1000 }),
    vpcId: 'vpc-0000000a',
    subnetId: 'subnet-0000000a',
    ask: (service, operation, input, ...path) => ask(cloud, { service, operation, input }, path),
  };
}

function ask(
  cloud: LocalCloud,
  { service, operation, input }: { service: string; operation: string; input: Input },
  path: readonly (string | number)[],
): string {
  const target = models.find((model) => model.service === service)?.target;
  const request = jsonRequest(service, `${target}.${operation}`, input);
  const { status, body } = cloud.gateway.serve(request, { kind: 'administrator' });
  if (status !== 200) throw new Error(`${operation}: ${body}`);
  let here: unknown = JSON.parse(body);
  for (const step of path) {
    if (Array.isArray(here)) here = here[Number(step)];
    else here = isRecord(here) ? here[step] : undefined;
  }
  return String(here);
}
