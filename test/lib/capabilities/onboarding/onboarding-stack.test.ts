import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { synthesize, synthesizeOnboarding } from '../../synthesize.ts';
import { arnOf, functionId, ids, idOf as onlyIdOf } from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const idOf = (type: string, properties?: object) => onlyIdOf(template, type, properties);

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

  it('keeps its log for the configured time', () => {
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

const agentPolicy = { Description: 'What the agent of Systems Manager needs on an instance.' };
const readPolicy = { Description: Match.stringLikeRegexp('ask Muster') };
const runPolicy = { Description: Match.stringLikeRegexp('run commands on nodes') };

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
    'onboarding/deployment-facts',
    'onboarding/events-undelivered-url',
    'onboarding/launch-queue-url',
    'onboarding/launches-dead-lettered-url',
    'onboarding/onboard-function-name',
    'onboarding/outcome-queue-url',
    'onboarding/outcomes-dead-lettered-url',
    'onboarding/outcomes-undelivered-url',
    'onboarding/roster-table-name',
    'onboarding/sweep-function-name',
    'operators/read-policy-arn',
    'operators/rollout-policy-arn',
    'operators/run-policy-arn',
    'operators/steer-policy-arn',
  ];

  it('are under the path of the configuration', () => {
    // Its name is the same for every installation, so that CloudFormation refuses a second one.
    const installation = '/muster-installation/onboards-all-instances-here';
    expect(pathsOf(template)).toEqual([installation, ...names.map((name) => `/muster/${name}`)]);
    const other = synthesizeOnboarding({ names: { parameterPath: '/org/fleet' } });
    expect(pathsOf(other)).toEqual([installation, ...names.map((name) => `/org/fleet/${name}`)]);
  });

  it.each([
    ['/muster/instance-access/policy-arn', () => ({ Ref: idOf('AWS::IAM::ManagedPolicy', agentPolicy) })],
    ['/muster/operators/read-policy-arn', () => ({ Ref: idOf('AWS::IAM::ManagedPolicy', readPolicy) })],
    ['/muster/operators/run-policy-arn', () => ({ Ref: idOf('AWS::IAM::ManagedPolicy', runPolicy) })],
    ['/muster/instance-access/instance-profile-name', () => ({ Ref: idOf('AWS::IAM::InstanceProfile') })],
    ['/muster/instance-access/instance-profile-arn', () => arnOf(idOf('AWS::IAM::InstanceProfile'))],
    ['/muster/onboarding/roster-table-name', () => ({ Ref: ids.roster })],
    ['/muster/onboarding/launch-queue-url', () => ({ Ref: ids.launchQueue })],
    ['/muster/onboarding/alarm-topic-arn', () => ({ Ref: ids.alarmTopic })],
    ['/muster/onboarding/onboard-function-name', () => ({ Ref: functionId(template, 'OnboardingOnboard') })],
    ['/muster/onboarding/sweep-function-name', () => ({ Ref: functionId(template, 'SweepingSweep') })],
  ])('%s has the right value', (Name, value) => {
    template.hasResourceProperties('AWS::SSM::Parameter', { Name, Type: 'String', Value: value() });
  });
});

describe('the whole template', () => {
  it('has no wildcard except the acknowledged ones', () => {
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
    // Those of Systems Manager and of agents also write.
    const isRead =
      /^((ssm|ec2|ssmmessages|ec2messages|cloudwatch):|(cloudformation|events|iam|lambda|resource-groups|scheduler|tag):(Describe|Get|List))/;
    const wild = statements.filter(({ Resource }) => JSON.stringify(Resource).includes('*'));
    expect(wild.flatMap(({ Action }) => Action).filter((action) => !isRead.test(action))).toEqual([]);
    // Describe, list and send by onboard and recheck; describe by sweep; list by follow-up; the three of the
    // agent; the four kinds of things that recheck reads to find a cause; what operators list, and nine of what
    // the doctor reads; instances, functions and documents for who rolls out; who is in a resource group, for who looks and who rolls out; and the nodes, the documents (to send, to describe) and the commands of who runs something.
    expect(wild).toHaveLength(33);
  });

  it('names no partition, account or region', () => {
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toMatch(/arn:aws/);
    expect(text.match(/(?<![0-9a-f])\d{12}(?![0-9a-f])/g)).toBeNull();
    expect(text).not.toMatch(/\b(us|eu|ap|sa|ca|me|af|il|mx|cn)-(gov-)?[a-z]+-\d\b/);
  });

  it('gives physical names only to documents, parameters and alarms', () => {
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

  it('uses the prefix of the configuration for all of them', () => {
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
    // The name of the article stays, because the runbook is written once, for the default prefix.
    expect(text).toContain('See docs/runbook.md, \\"Muster/Onboarding/EventsUndelivered\\".');
  });
});
