import { autoScalingExamples } from './auto-scaling-examples.ts';
import { configExamples } from './config-examples.ts';
import { maintenanceExamples } from './maintenance-examples.ts';
import {
  allow,
  allowService,
  declaredExamples,
  identityExamples,
  systemsManagerExamples,
  type TypeExample,
  trust,
} from './managed-examples.ts';

const queueArn = { 'Fn::GetAtt': ['GivenQueue', 'Arn'] };
const functionArn = { 'Fn::GetAtt': ['GivenFunction', 'Arn'] };
const roleArn = { 'Fn::GetAtt': ['GivenRole', 'Arn'] };

/** The resources to which the examples refer. The folder of the function is that of a bundle. */
export function givenResources(code: object) {
  return {
    GivenQueue: { Type: 'AWS::SQS::Queue', Properties: {} },
    OtherQueue: { Type: 'AWS::SQS::Queue', Properties: {} },
    GivenTopic: { Type: 'AWS::SNS::Topic', Properties: {} },
    GivenKey: { Type: 'AWS::KMS::Key', Properties: {} },
    GivenRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust,
        Policies: [{ PolicyName: 'given', PolicyDocument: allow('*') }],
      },
    },
    GivenFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: { Code: code, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: roleArn },
    },
  };
}

const attributes = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const keyOf = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' }];
const index = (name: string) => ({
  IndexName: name,
  KeySchema: keyOf(name),
  Projection: { ProjectionType: 'ALL' },
});
const alarm = {
  Namespace: 'Own',
  MetricName: 'Failures',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};
const schedule = {
  ScheduleExpression: 'rate(1 hour)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: functionArn, RoleArn: roleArn },
};
const permission = { Action: 'lambda:InvokeFunction', FunctionName: functionArn };

const messaging: readonly TypeExample[] = [
  {
    type: 'AWS::SQS::Queue',
    properties: { DelaySeconds: 5, VisibilityTimeout: 60 },
    changed: { DelaySeconds: 7 },
    replaced: { QueueName: 'other' },
    named: { QueueName: 'own' },
  },
  {
    type: 'AWS::SQS::QueuePolicy',
    properties: {
      Queues: [{ Ref: 'GivenQueue' }],
      PolicyDocument: allowService('events.amazonaws.com', 'sqs:SendMessage', queueArn),
    },
    changed: { Queues: [{ Ref: 'OtherQueue' }] },
    replaced: undefined,
  },
  {
    type: 'AWS::SNS::Topic',
    properties: {},
    changed: { Subscription: [{ Protocol: 'email', Endpoint: 'ops@example.com' }] },
    replaced: { TopicName: 'other' },
    named: { TopicName: 'own' },
  },
  {
    type: 'AWS::SNS::TopicPolicy',
    properties: {
      Topics: [{ Ref: 'GivenTopic' }],
      PolicyDocument: allowService('cloudwatch.amazonaws.com', 'sns:Publish', { Ref: 'GivenTopic' }),
    },
    changed: {
      PolicyDocument: allowService('events.amazonaws.com', 'sns:Publish', { Ref: 'GivenTopic' }),
    },
    replaced: undefined,
  },
  {
    type: 'AWS::SNS::Subscription',
    properties: { TopicArn: { Ref: 'GivenTopic' }, Protocol: 'email', Endpoint: 'one@example.com' },
    changed: undefined,
    replaced: { Endpoint: 'two@example.com' },
  },
  {
    type: 'AWS::Events::Rule',
    properties: { EventPattern: { source: ['a'] }, Targets: [] },
    changed: { EventPattern: { source: ['b'] } },
    replaced: { Name: 'other' },
    named: { Name: 'own' },
  },
  {
    type: 'AWS::Scheduler::Schedule',
    properties: schedule,
    changed: { ScheduleExpression: 'rate(2 hours)' },
    replaced: { Name: 'other' },
    named: { Name: 'own' },
  },
  {
    type: 'AWS::Scheduler::ScheduleGroup',
    properties: {},
    changed: { Tags: [{ Key: 'a', Value: 'b' }] },
    replaced: { Name: 'other' },
    named: { Name: 'own' },
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    properties: alarm,
    changed: { Threshold: 2 },
    replaced: { AlarmName: 'other' },
    named: { AlarmName: 'own' },
  },
];

const compute = (code: object): readonly TypeExample[] => [
  {
    type: 'AWS::Lambda::Function',
    properties: { Code: code, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: roleArn },
    changed: { Timeout: 7 },
    replaced: { FunctionName: 'other' },
    named: { FunctionName: 'own' },
  },
  {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: { EventSourceArn: queueArn, FunctionName: functionArn, BatchSize: 5 },
    changed: { BatchSize: 7 },
    replaced: { EventSourceArn: { 'Fn::GetAtt': ['OtherQueue', 'Arn'] } },
  },
  {
    type: 'AWS::Lambda::EventInvokeConfig',
    properties: { FunctionName: { Ref: 'GivenFunction' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
    changed: { MaximumRetryAttempts: 1 },
    replaced: undefined,
  },
  {
    type: 'AWS::Lambda::Permission',
    properties: { ...permission, Principal: 'events.amazonaws.com' },
    changed: undefined,
    replaced: { Principal: 'sns.amazonaws.com' },
  },
  {
    type: 'AWS::Logs::LogGroup',
    properties: { RetentionInDays: 7 },
    changed: { RetentionInDays: 14 },
    replaced: { LogGroupName: 'other' },
    named: { LogGroupName: 'own' },
  },
  {
    type: 'AWS::DynamoDB::Table',
    properties: {
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes('id'),
      KeySchema: keyOf('id'),
    },
    changed: {
      AttributeDefinitions: attributes('id', 'other'),
      GlobalSecondaryIndexes: [index('other')],
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    },
    replaced: { AttributeDefinitions: attributes('key'), KeySchema: keyOf('key') },
    named: { TableName: 'own' },
  },
];

/** The types that a deployment accepts only if it names them. */
export const declaredOnly = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::Logs::ResourcePolicy'];

/** Every type that can be created, but for custom resources. */
export function typeExamples(code: object): readonly TypeExample[] {
  return [
    ...messaging,
    ...compute(code),
    ...identityExamples,
    ...systemsManagerExamples,
    ...maintenanceExamples,
    ...configExamples,
    ...autoScalingExamples,
    ...declaredExamples,
  ];
}
