// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables look like this
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../../lib/configuration/config.ts';
import { accountId } from '../../../../accounts.ts';
import { decider } from '../../../policy-decisions.ts';
import { synthesizeStack } from '../../../synthesize.ts';
import { idOf } from '../../onboarding/template.ts';
import { sessionsExample } from '../example.ts';

const template = synthesizeStack('MusterSessions', { sessions: sessionsExample });
const keyArn = `arn:aws:test:eu-west-1:${accountId}:${idOf(template, 'AWS::KMS::Key')}`;
const decisionsFor = (name: string) =>
  decider(
    template,
    idOf(template, 'AWS::IAM::ManagedPolicy', { Description: `Who may start sessions: ${name}.` }),
  );
const checked = { 'ssm:SessionDocumentAccessCheck': 'true' };
const shell = 'ssm:document/SSM-SessionManagerRunShell';
const portForwarding = 'arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession';

/** The tags of an instance, as IAM sees them. */
const tagged = (tags: Readonly<Record<string, string>>) => ({
  ...checked,
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`ssm:resourceTag/${key}`, value])),
});

describe('who may start sessions', () => {
  const decide = decisionsFor('web-admins');
  const start = (conditions: Readonly<Record<string, string>>) =>
    decide({ action: 'ssm:StartSession', resource: 'ec2:instance/i-1', conditions });

  it.each([
    ['has one of the values for every key', { App: 'web', Stage: 'test' }, 'allow'],
    ['has another one of them', { App: 'web', Stage: 'prod' }, 'allow'],
    ['lacks a tag', { App: 'web' }, 'implicit-deny'],
    ['has another value', { App: 'web', Stage: 'dev' }, 'implicit-deny'],
    ['has a longer value', { App: 'website', Stage: 'prod' }, 'implicit-deny'],
    ['has no tags', {}, 'implicit-deny'],
  ])('on an instance that %s', (_, tags, decision) => {
    expect(start(tagged(tags))).toBe(decision);
  });

  it('lets * in a value stand for any text, but not for a missing tag', () => {
    const tunnel = (tags: Readonly<Record<string, string>>) =>
      decisionsFor('tunnels')({
        ...{ action: 'ssm:StartSession', resource: 'ec2:instance/i-1', conditions: tagged(tags) },
      });
    expect([tunnel({ App: 'x' }), tunnel({})]).toEqual(['allow', 'implicit-deny']);
  });

  it('refuses a start for which Systems Manager would not check the document', () => {
    const conditions = {
      ...tagged({ App: 'web', Stage: 'prod' }),
      'ssm:SessionDocumentAccessCheck': 'false',
    };
    expect(start(conditions)).toBe('implicit-deny');
  });

  it.each([
    ['web-admins', shell, 'allow'],
    ['web-admins', portForwarding, 'implicit-deny'],
    ['web-admins', 'ssm:document/Muster-TailLog', 'implicit-deny'],
    ['tunnels', portForwarding, 'allow'],
    ['tunnels', 'ssm:document/Muster-TailLog', 'allow'],
    ['tunnels', shell, 'implicit-deny'],
  ])('%s with the document %s: %s', (name, resource, decision) => {
    expect(decisionsFor(name)({ action: 'ssm:StartSession', resource, conditions: checked })).toBe(decision);
  });

  it.each(['ssm:ResumeSession', 'ssm:TerminateSession'])('%s is only for one’s own sessions', (action) => {
    const mine = 'AROAEXAMPLE:alice';
    const decideOn = (owner: string) =>
      decide({
        action,
        resource: 'ssm:session/alice-0123',
        conditions: { 'ssm:resourceTag/aws:ssmmessages:session-id': owner, 'aws:userid': mine },
      });
    expect(decideOn(mine)).toBe('allow');
    expect(decideOn('AROAEXAMPLE:alice-b')).toBe('implicit-deny');
    expect(decideOn('AIDAEXAMPLE')).toBe('implicit-deny');
    expect(
      decide({ action, resource: 'ssm:session/alice-0123', conditions: { 'aws:userid': mine } }),
      'a session without the tag',
    ).toBe('implicit-deny');
  });

  it('may make the key of a session with the key of the stack, and may not decrypt with it', () => {
    expect(decide({ action: 'kms:GenerateDataKey', resource: keyArn })).toBe('allow');
    expect(decide({ action: 'kms:Decrypt', resource: keyArn })).toBe('implicit-deny');
  });

  it('may look for instances and sessions, and run no command', () => {
    expect(decide({ action: 'ec2:DescribeInstances', resource: '*' })).toBe('allow');
    expect(decide({ action: 'ssm:DescribeSessions', resource: '*' })).toBe('allow');
    expect(decide({ action: 'ssm:SendCommand', resource: 'ec2:instance/i-1' })).toBe('implicit-deny');
    expect(decide({ action: 'ssm:UpdateDocument', resource: shell })).toBe('implicit-deny');
  });

  it('needs no key when sessions are not encrypted', () => {
    const plain = synthesizeStack('MusterSessions', { sessions: { access: sessionsExample.access } });
    expect(JSON.stringify(plain.findResources('AWS::IAM::ManagedPolicy'))).not.toContain('kms:');
  });
});

describe('the policy for instances', () => {
  const description = 'What instances need so that sessions on them are encrypted and logged.';
  const actionsOf = (sessions: MusterConfig['sessions']) => {
    const own = synthesizeStack('MusterSessions', { sessions });
    const { PolicyDocument } =
      own.toJSON().Resources[idOf(own, 'AWS::IAM::ManagedPolicy', { Description: description })].Properties;
    return PolicyDocument.Statement.flatMap(({ Action }: { Action: string | string[] }) => Action).sort();
  };

  it('has what the logs and the key of the settings need, and no more', () => {
    const log = [
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
    ];
    const bucket = ['s3:GetEncryptionConfiguration', 's3:PutObject'];
    expect(actionsOf({ logGroup: {} })).toEqual(log);
    expect(actionsOf({ logBucket: {} })).toEqual(bucket);
    expect(actionsOf({ encrypt: true })).toEqual(['kms:Decrypt']);
    expect(actionsOf({ encrypt: true, logGroup: {} })).toEqual(['kms:Decrypt', ...log]);
    expect(actionsOf({ encrypt: true, logBucket: {} })).toEqual([
      ...['kms:Decrypt', 'kms:GenerateDataKey'],
      ...bucket,
    ]);
  });

  it('lets an instance write under the prefix, and read nothing', () => {
    const decide = decider(template, idOf(template, 'AWS::IAM::ManagedPolicy', { Description: description }));
    const bucketArn = `arn:aws:test:eu-west-1:${accountId}:${idOf(template, 'AWS::S3::Bucket')}`;
    expect(decide({ action: 's3:PutObject', resource: `${bucketArn}/sessions/a.log` })).toBe('allow');
    expect(decide({ action: 's3:PutObject', resource: `${bucketArn}/a.log` })).toBe('implicit-deny');
    expect(decide({ action: 's3:GetObject', resource: `${bucketArn}/sessions/a.log` })).toBe('implicit-deny');
  });
});
