import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { environmentVariables } from '../../../lambdas/contract.ts';
import { synthesize, synthesizeOnboarding } from '../synthesize.ts';
import {
  arnOf,
  functionId,
  ids,
  localArn,
  logStatement,
  idOf as onlyIdOf,
  statementsOf,
  variablesOf,
} from './template.ts';

/** The rules of state changes, by logical id. */
function launchRules() {
  return template.findResources('AWS::Events::Rule', {
    Properties: { EventPattern: { source: ['aws.ec2'] } },
  });
}

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const idOf = (type: string, properties?: object) => onlyIdOf(template, type, properties);
const onboardFunction = () => functionId(template, 'OnboardingOnboard');
const versionReader = () => functionId(template, 'DocumentsVersionReader');

describe('stateful resources', () => {
  it.each([
    ['AWS::DynamoDB::Table', [ids.roster]],
    [
      'AWS::SQS::Queue',
      [
        ids.launchDeadLetters,
        ids.launchQueue,
        ids.undelivered,
        ids.outcomeDeadLetters,
        ids.outcomeQueue,
        ids.outcomesUndelivered,
      ],
    ],
    ['AWS::SNS::Topic', [ids.alarmTopic]],
    ['AWS::SSM::Document', [ids.linuxDocument, ids.windowsDocument]],
  ])('%s keep their logical ids', (type, expected) => {
    expect(Object.keys(template.findResources(type)).sort()).toEqual([...expected].sort());
  });
});

describe('the rules of launches', () => {
  const pattern = (state: string[]) => ({
    EventPattern: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state },
    },
    State: 'ENABLED',
  });

  it('are two: one for starts, one for ends', () => {
    expect(Object.keys(launchRules())).toHaveLength(2);
    template.hasResourceProperties('AWS::Events::Rule', pattern(['running']));
    template.hasResourceProperties('AWS::Events::Rule', pattern(['stopped', 'terminated']));
  });

  it('put the whole event into the launch queue, for 24 hours, and then into dead letters of their own', () => {
    const target = {
      Arn: arnOf(ids.launchQueue),
      DeadLetterConfig: { Arn: arnOf(ids.undelivered) },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      Id: 'Target0',
    };
    const targets = Object.values(launchRules()).map(({ Properties }) => Properties.Targets);
    expect(targets).toEqual([[target], [target]]);
  });
});

describe('the launch queue', () => {
  it('delays every message by 180 s, is encrypted by SQS, and hides a message for 6 timeouts and a window', () => {
    template.hasResource('AWS::SQS::Queue', {
      Properties: {
        DelaySeconds: 180,
        SqsManagedSseEnabled: true,
        KmsMasterKeyId: Match.absent(),
        FifoQueue: Match.absent(),
        VisibilityTimeout: 6 * 120 + 180,
        MessageRetentionPeriod: 14 * 86_400,
        RedrivePolicy: { deadLetterTargetArn: arnOf(ids.launchDeadLetters), maxReceiveCount: 5 },
      },
    });
  });

  it.each([0, 60, 900])('takes a delay of %i s', (launchDelaySeconds) => {
    const { Resources } = synthesizeOnboarding({ launchDelaySeconds }).toJSON();
    expect(Resources[ids.launchQueue].Properties.DelaySeconds).toBe(launchDelaySeconds);
  });

  it('stays longer invisible when the window is longer', () => {
    const { Resources } = synthesizeOnboarding({ batchingWindowSeconds: 300 }).toJSON();
    expect(Resources[ids.launchQueue].Properties.VisibilityTimeout).toBe(6 * 120 + 300);
  });
});

describe('every queue', () => {
  it('is encrypted by SQS and keeps its messages for 14 days', () => {
    template.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 86_400,
    });
  });

  it.each([
    ids.launchQueue,
    ids.launchDeadLetters,
    ids.undelivered,
    ids.outcomeQueue,
    ids.outcomeDeadLetters,
    ids.outcomesUndelivered,
  ])('%s denies access without TLS', (id) => {
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'sqs:*',
            Resource: arnOf(id),
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ]),
      },
    });
  });

  it.each([ids.launchQueue, ids.undelivered])(
    '%s takes messages from the two rules and nobody else',
    (id) => {
      const [policy] = Object.values(
        template.findResources('AWS::SQS::QueuePolicy', { Properties: { Queues: [{ Ref: id }] } }),
      );
      const statements: { Effect: string; Principal: object; Condition: object }[] =
        policy?.['Properties'].PolicyDocument.Statement;
      const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
      const rules = Object.keys(launchRules());
      expect(allowed.map(({ Condition }) => Condition)).toEqual(
        rules.map((rule) => ({ ArnEquals: { 'aws:SourceArn': arnOf(rule) } })),
      );
      expect(allowed.map(({ Principal }) => Principal)).toEqual(
        rules.map(() => ({ Service: 'events.amazonaws.com' })),
      );
    },
  );

  it('keeps dead letters for as long as the configuration says', () => {
    const days = synthesizeOnboarding({ retention: { deadLetterDays: 3 } });
    days.allResourcesProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 3 * 86_400 });
  });
});

describe('the alarms', () => {
  it.each([
    ['Muster/Onboarding/LaunchesDeadLettered', ids.launchDeadLetters],
    ['Muster/Onboarding/EventsUndelivered', ids.undelivered],
    ['Muster/Onboarding/OutcomesDeadLettered', ids.outcomeDeadLetters],
    ['Muster/Onboarding/OutcomesUndelivered', ids.outcomesUndelivered],
  ])('%s goes off when a message rests for two periods', (name, queue) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: name,
      AlarmDescription: Match.stringLikeRegexp(`See docs/runbook\\.md, "${name}"\\.$`),
      AlarmActions: [{ Ref: ids.alarmTopic }],
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 2,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
  });

  it('may publish to the topic, from this account and region alone, and only over TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: ids.alarmTopic }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: { Ref: ids.alarmTopic },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: ids.alarmTopic },
            Condition: { ArnLike: { 'aws:SourceArn': localArn('cloudwatch', 'alarm:Muster/*') } },
          },
        ].map(Match.objectLike),
      },
    });
  });

  it('are mailed to every address of the configuration, and to nobody when there is none', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const mailed = synthesizeOnboarding({ alarmEmails: ['ops@example.com', 'night@example.com'] });
    mailed.resourceCountIs('AWS::SNS::Subscription', 2);
    mailed.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'night@example.com',
      TopicArn: { Ref: ids.alarmTopic },
    });
  });
});

describe('the event source mapping of launches', () => {
  it('collects large batches for 180 s, with partial failures and bounded concurrency', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(ids.launchQueue),
      FunctionName: { Ref: onboardFunction() },
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 180,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('is made after the policy by which the function may read the queue', () => {
    const properties = { Properties: { EventSourceArn: arnOf(ids.launchQueue) } };
    const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping', properties));
    const [policyId] = Object.keys(
      template.findResources('AWS::IAM::Policy', {
        Properties: {
          PolicyDocument: {
            Statement: Match.arrayWith([
              Match.objectLike({
                Action: Match.arrayWith(['sqs:ReceiveMessage']),
                Resource: arnOf(ids.launchQueue),
              }),
            ]),
          },
        },
      }),
    );
    expect(mapping?.['DependsOn']).toContain(policyId);
  });

  it('follows the configuration', () => {
    const other = { batchSizeMax: 11, batchingWindowSeconds: 1, concurrencyMax: 3 };
    synthesizeOnboarding(other).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 11,
      MaximumBatchingWindowInSeconds: 1,
      ScalingConfig: { MaximumConcurrency: 3 },
    });
  });
});

describe('every function', () => {
  it('runs a bundle on nodejs24.x and arm64, and logs JSON to a group of its own', () => {
    template.resourceCountIs('AWS::Lambda::Function', 5);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: Match.anyValue() } },
    });
    template.resourceCountIs('AWS::Logs::LogGroup', 5);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('keeps its log for as long as the configuration says', () => {
    const week = synthesizeOnboarding({ retention: { logDays: 7 } });
    week.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  it('has a role of its own, for Lambda alone, without managed or inline policies', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const roleIds = functions.map(({ Properties }) => Properties.Role['Fn::GetAtt'][0]);
    expect(new Set(roleIds).size).toBe(functions.length);
    for (const id of roleIds) {
      const { Properties } = template.toJSON().Resources[id];
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.Policies).toBeUndefined();
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });
});

describe('the onboard function', () => {
  it('may do exactly this', () => {
    expect(statementsOf(template, onboardFunction())).toEqual([
      logStatement(template, onboardFunction()),
      {
        Effect: 'Allow',
        Action: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'ssm:ListCommands'],
        Resource: '*', // none of them takes a resource
      },
      {
        Effect: 'Allow',
        Action: 'ssm:SendCommand',
        Resource: [
          localArn('ec2', 'instance/*'), // any instance may launch
          localArn('ssm', 'document/Muster-InstallAgentLinux'),
          localArn('ssm', 'document/Muster-InstallAgentWindows'),
        ],
      },
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'],
        Resource: arnOf(ids.roster),
      },
      { Effect: 'Allow', Action: 'events:PutEvents', Resource: localArn('events', 'event-bus/default') },
      {
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: arnOf(ids.launchQueue),
      },
    ]);
  });

  it('may send a document of AWS that a profile names, which belongs to no account', () => {
    const profiles = [{ name: 'all', documents: { Linux: { document: 'AWS-UpdateSSMAgent' } } }];
    const parts = [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':ssm:',
      { Ref: 'AWS::Region' },
      '::document/AWS-UpdateSSMAgent',
    ];
    synthesizeOnboarding({ profiles }).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'ssm:SendCommand',
            Resource: [localArn('ec2', 'instance/*'), { 'Fn::Join': ['', parts] }],
          },
        ]),
      },
    });
  });

  it('knows the roster, the profiles, the exclusions and the versions that were deployed with it', () => {
    const Variables = variablesOf(template, onboardFunction());
    const { rosterTable, profiles, exclusions, documentVersions, ...rest } = environmentVariables;
    const { closedEntryDays, claimLeaseSeconds, lookTimes, attemptsMax } = rest;
    expect(Object.keys(Variables).sort()).toEqual(
      [
        rosterTable,
        profiles,
        exclusions,
        documentVersions,
        closedEntryDays,
        claimLeaseSeconds,
        lookTimes,
        attemptsMax,
      ].sort(),
    );
    expect(Variables[environmentVariables.rosterTable]).toEqual({ Ref: ids.roster });
    expect(JSON.parse(String(Variables[environmentVariables.exclusions]))).toEqual([
      { key: 'muster:exclude', value: 'true' },
    ]);
    expect(JSON.parse(String(Variables[environmentVariables.profiles]))).toEqual([
      {
        name: 'emr',
        tags: { 'aws:elasticmapreduce:job-flow-id': '*' },
        documents: { Linux: { document: 'Muster-InstallAgentLinux', parameters: {} } },
      },
      {
        name: 'default',
        tags: {},
        documents: {
          Linux: { document: 'Muster-InstallAgentLinux', parameters: {} },
          Windows: { document: 'Muster-InstallAgentWindows', parameters: {} },
        },
      },
    ]);
    const versionOf = (name: string) =>
      idOf('Custom::MusterDocumentVersion', { DocumentName: { Ref: name } });
    expect(Variables[environmentVariables.documentVersions]).toEqual({
      'Fn::Join': [
        '',
        [
          '{"Muster-InstallAgentLinux":"',
          { 'Fn::GetAtt': [versionOf(ids.linuxDocument), 'Version'] },
          '","Muster-InstallAgentWindows":"',
          { 'Fn::GetAtt': [versionOf(ids.windowsDocument), 'Version'] },
          '"}',
        ],
      ],
    });
    expect(Variables[environmentVariables.closedEntryDays]).toBe('30');
    expect(Variables[environmentVariables.attemptsMax]).toBe('3');
  });

  it('looks at every recheck for half an hour, then every 15 minutes, for 2 hours, or as the configuration says', () => {
    const looksOf = (from: Template) =>
      JSON.parse(
        String(variablesOf(from, functionId(from, 'OnboardingOnboard'))[environmentVariables.lookTimes]),
      );
    expect(looksOf(template)).toEqual({
      earlySeconds: 1800,
      lateStepSeconds: 900,
      horizonSeconds: 7200,
    });
    const other = { recheckMinutes: 1, lateRecheckMinutes: 60, horizonMinutes: 1440 };
    expect(looksOf(synthesizeOnboarding(other))).toEqual({
      earlySeconds: 1800,
      lateStepSeconds: 3600,
      horizonSeconds: 86_400,
    });
  });

  it('holds a claim for longer than it may run', () => {
    const { Timeout, Environment } = template.toJSON().Resources[onboardFunction()].Properties;
    expect(Number(Environment.Variables[environmentVariables.claimLeaseSeconds])).toBeGreaterThan(
      Timeout + 60,
    );
  });

  it('has an environment of at most 4 KB, at the largest that the configuration allows', () => {
    const documents = { Linux: { document: 'InstallAgentLinux' } };
    const profiles = Array.from({ length: 25 }, (_, i) => ({
      name: `p${i}`,
      tags: { team: `${i}` },
      documents,
    }));
    for (const largest of [template, synthesizeOnboarding({ profiles })]) {
      const { Environment } = largest.toJSON().Resources[functionId(largest, 'OnboardingOnboard')].Properties;
      const deployed = { ...Environment.Variables, [environmentVariables.rosterTable]: 't'.repeat(255) };
      const resolved = JSON.stringify(deployed, (key, value) => (key === 'Fn::GetAtt' ? '1000' : value));
      expect(Buffer.byteLength(resolved)).toBeLessThanOrEqual(4096);
    }
  });
});

describe('the roster', () => {
  it('is billed by request, restorable, protected from deletion, and kept when the stack goes', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: Match.absent(),
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        KeySchema: [{ AttributeName: 'instanceId', KeyType: 'HASH' }],
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });

  it('has two sparse indexes: of what is due with all of it, of what is a problem by keys alone', () => {
    const index = (name: string, partitionKey: string, sortKey: string, projected: string) => ({
      IndexName: name,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: projected },
    });
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      GlobalSecondaryIndexes: [
        index('ByDue', 'dueShard', 'dueAt', 'ALL'),
        index('ByProblem', 'problemShard', 'changedAt', 'KEYS_ONLY'),
      ],
      // No other attribute may be a key: an entry without the partition key of an index is not in it.
      AttributeDefinitions: [
        { AttributeName: 'instanceId', AttributeType: 'S' },
        { AttributeName: 'dueShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
        { AttributeName: 'problemShard', AttributeType: 'S' },
        { AttributeName: 'changedAt', AttributeType: 'N' },
      ],
    });
  });
});

describe('the documents', () => {
  it.each([
    [ids.linuxDocument, 'Muster-InstallAgentLinux'],
    [ids.windowsDocument, 'Muster-InstallAgentWindows'],
  ])('%s gets a new version by an update, and is never replaced', (id, name) => {
    const { Type, Properties } = template.toJSON().Resources[id];
    expect(Type).toBe('AWS::SSM::Document');
    expect(Properties).toMatchObject({
      Name: name,
      DocumentType: 'Command',
      DocumentFormat: 'JSON',
      TargetType: '/AWS::EC2::Instance',
      UpdateMethod: 'NewVersion',
      Content: { schemaVersion: '2.2', parameters: { AgentVersion: { type: 'String', default: '1.0.0' } } },
    });
    expect(Properties.VersionName).toBeUndefined(); // a named version blocks the next update
  });

  it.each([ids.linuxDocument, ids.windowsDocument])(
    '%s has its version read after each change of its content',
    (id) => {
      const shaOf = (from: Template) => {
        const properties = { Properties: { DocumentName: { Ref: id } } };
        const [resource] = Object.values(from.findResources('Custom::MusterDocumentVersion', properties));
        expect(resource?.['Properties'].ServiceToken).toEqual(arnOf(versionReader()));
        return resource?.['Properties'].ContentSha256;
      };
      const agent = (version: string) => {
        const rest = { AgentName: 'agent', ServiceName: 'agent', AgentVersion: version };
        return { ...rest, Packages: `any/x86_64=https://packages.example.com/a.msi#${'0'.repeat(64)}` };
      };
      const documentsAt = (version: string) => ({
        documents: { InstallAgentLinux: agent(version), InstallAgentWindows: agent(version) },
      });
      expect(shaOf(synthesizeOnboarding(documentsAt('1.0')))).toBe(
        shaOf(synthesizeOnboarding(documentsAt('1.0'))),
      );
      expect(shaOf(synthesizeOnboarding(documentsAt('1.0')))).not.toBe(
        shaOf(synthesizeOnboarding(documentsAt('2.0'))),
      );
      expect(shaOf(template)).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it('have a reader of versions that may describe them and write its log, nothing else', () => {
    expect(statementsOf(template, versionReader())).toEqual([
      logStatement(template, versionReader()),
      {
        Effect: 'Allow',
        Action: 'ssm:DescribeDocument',
        Resource: [
          localArn('ssm', 'document/Muster-InstallAgentLinux'),
          localArn('ssm', 'document/Muster-InstallAgentWindows'),
        ],
      },
    ]);
  });
});

describe('instance access', () => {
  it('is a policy, a role for EC2 with that policy alone, and a profile with that role', () => {
    const policy = idOf('AWS::IAM::ManagedPolicy');
    const role = idOf('AWS::IAM::Role', { ManagedPolicyArns: [{ Ref: policy }] });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } },
        ],
      },
      ManagedPolicyArns: [{ Ref: policy }],
      Policies: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::InstanceProfile', { Roles: [{ Ref: role }] });
  });

  it('lets the agent register, open sessions and get messages, and read no parameter', () => {
    const { Properties } = template.toJSON().Resources[idOf('AWS::IAM::ManagedPolicy')];
    const actions = Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(actions).toEqual(
      expect.arrayContaining(['ssm:UpdateInstanceInformation', 'ssmmessages:OpenControlChannel']),
    );
    expect(actions).toContain('ec2messages:GetMessages');
    expect(actions.filter((action: string) => /\*|GetParameter|SendCommand|iam:|s3:/.test(action))).toEqual(
      [],
    );
  });
});

describe('the exported parameters', () => {
  const pathsOf = (from: Template) =>
    Object.values(from.findResources('AWS::SSM::Parameter'))
      .map(({ Properties }) => Properties.Name)
      .sort();
  const names = [
    'instance-access/instance-profile-arn',
    'instance-access/instance-profile-name',
    'instance-access/policy-arn',
    'instance-access/role-name',
    'onboarding/alarm-topic-arn',
    'onboarding/launch-queue-url',
    'onboarding/roster-table-name',
  ];

  it('stand under the path of the configuration', () => {
    expect(pathsOf(template)).toEqual(names.map((name) => `/muster/${name}`));
    const other = synthesizeOnboarding({ names: { parameterPath: '/org/fleet' } });
    expect(pathsOf(other)).toEqual(names.map((name) => `/org/fleet/${name}`));
  });

  it.each([
    ['/muster/instance-access/policy-arn', () => ({ Ref: idOf('AWS::IAM::ManagedPolicy') })],
    ['/muster/instance-access/instance-profile-name', () => ({ Ref: idOf('AWS::IAM::InstanceProfile') })],
    ['/muster/instance-access/instance-profile-arn', () => arnOf(idOf('AWS::IAM::InstanceProfile'))],
    ['/muster/onboarding/roster-table-name', () => ({ Ref: ids.roster })],
    ['/muster/onboarding/launch-queue-url', () => ({ Ref: ids.launchQueue })],
    ['/muster/onboarding/alarm-topic-arn', () => ({ Ref: ids.alarmTopic })],
  ])('%s tells what it says', (Name, value) => {
    template.hasResourceProperties('AWS::SSM::Parameter', { Name, Type: 'String', Value: value() });
  });
});

describe('the whole template', () => {
  it('has no wildcard but the ones that are acknowledged', () => {
    const policies = [
      ...Object.values(template.findResources('AWS::IAM::Policy')),
      ...Object.values(template.findResources('AWS::IAM::ManagedPolicy')),
    ];
    const statements: {
      Action: string | string[];
      Resource: unknown;
      NotAction?: unknown;
      NotResource?: unknown;
    }[] = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(statements.filter((s) => 'NotAction' in s || 'NotResource' in s)).toEqual([]);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const wild = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect(
      wild
        .flatMap(({ Action }) => Action)
        .filter((action) => !/^((ssm|ec2|ssmmessages|ec2messages):|iam:(Get|List))/.test(action)),
    ).toEqual([]);
    // Describe, list and send by onboard and recheck; describe by sweep; list by follow-up; the three of the agent;
    // and the four kinds of things that recheck reads to find out why an instance is not managed.
    expect(wild).toHaveLength(13);
  });

  it('names no partition, account or region', () => {
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/arn:aws/);
    expect(text.match(/(?<![0-9a-f])\d{12}(?![0-9a-f])/g)).toBeNull();
    expect(text).not.toMatch(/\b(us|eu|ap|sa|ca|me|af|il|mx|cn)-(gov-)?[a-z]+-\d\b/);
  });

  it('gives physical names to documents, parameters and alarms alone', () => {
    const resources: Record<string, { Type: string; Properties: Record<string, unknown> }> =
      template.toJSON().Resources;
    const named = Object.values(resources).flatMap(({ Type, Properties }) => {
      const name = Object.keys(Properties).find(
        (key) => /^(Name|.*Name)$/.test(key) && typeof Properties[key] === 'string',
      );
      return name === undefined ? [] : [`${Type}.${name}`];
    });
    expect([...new Set(named)].sort()).toEqual([
      'AWS::CloudWatch::Alarm.AlarmName',
      'AWS::IAM::Policy.PolicyName',
      'AWS::SSM::Document.Name',
      'AWS::SSM::Parameter.Name',
    ]);
  });

  it('takes the prefix of the configuration for all of them', () => {
    const text = JSON.stringify(
      synthesize({ names: { prefix: 'Fleet' } })
        .get('FleetOnboarding')
        ?.toJSON(),
    );
    expect(text).toContain('"Fleet-InstallAgentLinux"');
    expect(text).toContain('"Fleet/Onboarding/EventsUndelivered"');
    expect(text).toContain(':document/Fleet-InstallAgentLinux');
    expect(text).toContain(':alarm:Fleet/*');
    expect(text).not.toContain('Muster-InstallAgent');
    // The article keeps its name: the runbook is written once, for the default prefix.
    expect(text).toContain('See docs/runbook.md, \\"Muster/Onboarding/EventsUndelivered\\".');
  });
});
