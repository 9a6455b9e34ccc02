import type { AssemblyStack } from 'local-cloud';

/** The two forms that Muster is compared with. */
export const naiveForms = ['wait-then-send', 'send-at-once'] as const;
export type NaiveForm = (typeof naiveForms)[number];

/** How long the queue of the naive form delays an event before its only look. */
const delaySeconds = 180;
const timeoutSeconds = 60;
const receiveCountMax = 3;
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const ofRule = { ArnEquals: { 'aws:SourceArn': arn('Rule') } };

/**
 * The stack of a naive form, as a person would write it by hand: a rule for `running`, a function of one file, a role
 * with the permissions it needs, and a queue in the waiting form. `bundleFolder` holds the function's `index.js`.
 */
export function naiveStack(form: NaiveForm, bundleFolder: string): AssemblyStack {
  const id = `Naive-${form}`;
  const hasQueue = form === 'wait-then-send';
  return {
    id,
    stackName: id,
    accountId: undefined,
    region: undefined,
    assetFolders: new Map([['bundle', bundleFolder]]),
    template: {
      Resources: {
        Document: document(),
        Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } },
        Role: role(hasQueue),
        Function: lambdaFunction(),
        Rule: rule(hasQueue ? 'Queue' : 'Function'),
        ...(hasQueue ? queued() : { Permission: permission() }),
      },
    },
  };
}

function document() {
  const step = (platformType: string, action: string) => ({
    name: platformType,
    action,
    precondition: { StringEquals: ['platformType', platformType] },
    inputs: { runCommand: ['echo install'] },
  });
  const mainSteps = [step('Linux', 'aws:runShellScript'), step('Windows', 'aws:runPowerShellScript')];
  const Content = { schemaVersion: '2.2', description: 'Installs the agent.', mainSteps };
  const Properties = { Content, DocumentFormat: 'JSON', DocumentType: 'Command', Name: 'NaiveInstallAgent' };
  return { Type: 'AWS::SSM::Document', Properties };
}

function role(hasQueue: boolean) {
  const allow = (Action: string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
  const Statement = [
    allow(['ssm:DescribeInstanceInformation', 'ssm:SendCommand'], '*'),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], arn('Log')),
    ...(hasQueue
      ? [allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('Queue'))]
      : []),
  ];
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
      Policies: [{ PolicyName: 'Work', PolicyDocument: { Version: '2012-10-17', Statement } }],
    },
  };
}

function lambdaFunction() {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Code: { S3Bucket: 'assets', S3Key: 'bundle.zip' },
      Role: arn('Role'),
      Timeout: timeoutSeconds,
      MemorySize: 256,
      LoggingConfig: { LogGroup: { Ref: 'Log' } },
      Environment: { Variables: { DOCUMENT_NAME: { Ref: 'Document' } } },
    },
  };
}

function rule(target: string) {
  const EventPattern = {
    source: ['aws.ec2'],
    'detail-type': ['EC2 Instance State-change Notification'],
    detail: { state: ['running'] },
  };
  return {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern, Targets: [{ Id: 'Target', Arn: arn(target) }] },
  };
}

/** The permission for EventBridge to call the function. */
function permission() {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('Function'),
      Principal: 'events.amazonaws.com',
      SourceArn: arn('Rule'),
    },
  };
}

function queued() {
  const send = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Principal: { Service: 'events.amazonaws.com' },
    Resource: arn('Queue'),
    Condition: ofRule,
  };
  return {
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        DelaySeconds: delaySeconds,
        VisibilityTimeout: 6 * timeoutSeconds,
        RedrivePolicy: { deadLetterTargetArn: arn('DeadLetters'), maxReceiveCount: receiveCountMax },
      },
    },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [send] },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      // One event a call, as the console suggests where a function handles one thing.
      Properties: { EventSourceArn: arn('Queue'), FunctionName: arn('Function'), BatchSize: 1 },
    },
  };
}
