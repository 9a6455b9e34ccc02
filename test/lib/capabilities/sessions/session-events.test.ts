import { compileInput, compilePattern, Template } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { accountId, otherAccountId } from '../../../accounts.ts';
import { account, synthesizeStack } from '../../synthesize.ts';
import { idOf } from '../onboarding/template.ts';
import { sessionsExample } from './example.ts';

const template = synthesizeStack('MusterSessions', { sessions: sessionsExample });
const { EventPattern, Targets } = template.toJSON().Resources[idOf(template, 'AWS::Events::Rule')].Properties;

/** A call as CloudTrail records it and EventBridge delivers it. */
const call = (eventName: string, detail: object) => ({
  source: 'aws.ssm',
  'detail-type': 'AWS API Call via CloudTrail',
  account,
  region: 'eu-west-1',
  detail: {
    eventSource: 'ssm.amazonaws.com',
    eventName,
    eventTime: '2026-01-01T10:00:00Z',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts:::assumed-role/Admin/alice' },
    ...detail,
  },
});
const started = call('StartSession', {
  requestParameters: { target: 'i-1' },
  responseElements: { sessionId: 'alice-01' },
});
const ended = call('TerminateSession', {
  requestParameters: { sessionId: 'alice-01' },
  responseElements: { sessionId: 'alice-01' },
});
const refused = call('StartSession', {
  ...{ requestParameters: { target: 'i-1' }, responseElements: null, errorCode: 'AccessDenied' },
});

describe('the rule', () => {
  // As CloudFormation resolves it in this account and region.
  const compiled = compilePattern({ ...EventPattern, account: [account], region: ['eu-west-1'] });
  const matches = (event: object) => compiled.ok && compiled.pattern.matches(event);

  it.each(['StartSession', 'ResumeSession', 'TerminateSession'])('hears of %s', (eventName) => {
    expect(matches(call(eventName, {}))).toBe(true);
  });

  it('gets no other call, and none of another service', () => {
    expect(matches(call('SendCommand', {}))).toBe(false);
    expect(matches(call('StartSession', { eventSource: 'ecs.amazonaws.com' }))).toBe(false);
    expect(matches({ ...started, source: 'aws.ec2' })).toBe(false);
  });

  it('hears of no other account or region, whose events come over the bus of a hub', () => {
    expect(Object.keys(EventPattern)).toEqual(expect.arrayContaining(['account', 'region']));
    expect(matches({ ...started, account: otherAccountId })).toBe(false);
    expect(matches({ ...started, region: 'us-gov-west-1' })).toBe(false);
  });
});

describe('the topic', () => {
  const say = compileInput(Targets[0]);
  const context = { ruleArn: 'arn', ruleName: 'rule', ingestedAtMs: 0 };
  const by = `by arn:aws:sts:::assumed-role/Admin/alice at 2026-01-01T10:00:00Z in ${account}, eu-west-1`;

  it.each([
    [started, `StartSession ${by}. Asked for: i-1. Session: alice-01. Error: .`],
    [ended, `TerminateSession ${by}. Asked for: alice-01. Session: alice-01. Error: .`],
    [refused, `StartSession ${by}. Asked for: i-1. Session: . Error: AccessDenied.`],
  ])('says in one sentence what happened', (event, sentence) => {
    expect(JSON.parse(say(event, context) ?? '')).toBe(sentence);
  });

  it('writes to the addresses of the section, or else to those of alarms', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'security@example.com' });
    const usual = synthesizeStack('MusterSessions', { sessions: {}, alarmEmails: ['ops@example.com'] });
    usual.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'ops@example.com' });
    const silent = synthesizeStack('MusterSessions', {
      ...{ sessions: { emails: [] }, alarmEmails: ['ops@example.com'] },
    });
    silent.resourceCountIs('AWS::SNS::Subscription', 0);
  });
});

describe('the log', () => {
  const groupId = Targets[1].Arn['Fn::Join'][1].at(-1).Ref;

  it('gets the whole event, by the ARN of the group without its streams', () => {
    expect(Object.keys(Targets[1])).toEqual(['Arn', 'Id']);
    expect(Targets[1].Arn['Fn::Join'][1].slice(-2)).toEqual([':log-group:', { Ref: groupId }]);
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'RetainExceptOnCreate' });
  });

  it('may be written by EventBridge and by the delivery service, before the rule sends anything', () => {
    const policyId = idOf(template, 'AWS::Logs::ResourcePolicy');
    const { PolicyDocument } = template.toJSON().Resources[policyId].Properties;
    const text = new Template(template.toJSON(), {
      place: { partition: 'aws', region: 'eu-central-1', accountId },
      stackName: 'MusterSessions',
      resource: (id) => ({ ref: id, attribute: () => id }),
      ssmParameter: () => '',
      importValue: () => undefined,
    }).resolve(PolicyDocument);
    const allow = (Sid: string, Service: string, source: string) => ({
      ...{ Sid, Effect: 'Allow', Principal: { Service }, Resource: groupId },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': `arn:aws:${source.replace(':', `:eu-central-1:${accountId}:`)}` },
      },
    });
    expect(JSON.parse(String(text)).Statement).toEqual([
      allow('SessionEvents', 'events.amazonaws.com', 'events:rule/MusterSessions*'),
      allow('Delivery', 'delivery.logs.amazonaws.com', 'logs:*'),
    ]);
    const { DependsOn } = template.toJSON().Resources[idOf(template, 'AWS::Events::Rule')];
    expect(DependsOn).toContain(policyId);
  });

  it('is written without a function', () => {
    const names = Object.keys(template.findResources('AWS::Lambda::Function'));
    expect(names).toEqual([expect.stringMatching(/^PreferencesWriterFunction/)]);
  });
});
