import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { synthesize, synthesizeStack } from '../../synthesize.ts';
import { accessExample } from '../access/example.ts';
import { arnOf, idOf, localArn, statementsOf } from '../onboarding/template.ts';
import { sessionsExample } from './example.ts';

const stackOf = (sessions: MusterConfig['sessions'], more: MusterConfig = {}) =>
  synthesizeStack('MusterSessions', { ...more, sessions });
const countOf = (template: Template, type: string) => Object.keys(template.findResources(type)).length;
const parametersOf = (template: Template): string[] =>
  Object.values(template.findResources('AWS::SSM::Parameter'))
    .map(({ Properties }) => Properties.Name)
    .sort();

describe('sessions that are off', () => {
  it('have no stack', () => {
    expect([...synthesize({}).keys()]).not.toContain('MusterSessions');
    expect([...synthesize({ sessions: null }).keys()]).not.toContain('MusterSessions');
  });
});

describe('sessions without more', () => {
  it('have preferences and events, and nothing that costs money or needs rights of instances', () => {
    const template = stackOf({});
    expect(countOf(template, 'Custom::MusterSessionPreferences')).toBe(1);
    expect(countOf(template, 'AWS::Events::Rule')).toBe(1);
    for (const type of ['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::IAM::ManagedPolicy'])
      expect(countOf(template, type), type).toBe(0);
    expect(parametersOf(template)).toEqual([
      '/muster/sessions/event-log-group-name',
      '/muster/sessions/event-topic-arn',
    ]);
  });
});

describe('the preferences', () => {
  it('are written by a function that may change only this document', () => {
    const template = stackOf({});
    const functionId = idOf(template, 'AWS::Lambda::Function');
    template.hasResourceProperties('Custom::MusterSessionPreferences', {
      ServiceToken: arnOf(functionId),
      ServiceTimeout: '300',
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 120, Runtime: 'nodejs24.x' });
    expect(statementsOf(template, functionId)).toEqual([
      expect.objectContaining({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
      {
        Effect: 'Allow',
        Action: [
          'ssm:CreateDocument',
          'ssm:DeleteDocument',
          'ssm:GetDocument',
          'ssm:ListDocumentVersions',
          'ssm:UpdateDocument',
          'ssm:UpdateDocumentDefaultVersion',
        ],
        Resource: localArn('ssm', 'document/SSM-SessionManagerRunShell'),
      },
    ]);
  });

  it('are a text, in which booleans stay booleans', () => {
    const { Content } = propertiesOf(
      stackOf({ idleMinutes: 5, runAs: null }),
      'Custom::MusterSessionPreferences',
    );
    expect(JSON.parse(Content).inputs).toMatchObject({ idleSessionTimeout: '5', runAsEnabled: false });
  });

  it('name the bucket, the log group and the key of the stack', () => {
    const template = stackOf(sessionsExample);
    const { Content } = propertiesOf(template, 'Custom::MusterSessionPreferences');
    const [, parts] = Content['Fn::Join'];
    const names = Object.fromEntries(
      parts.flatMap((part: unknown, index: number) =>
        typeof part === 'string' ? [] : [[/"(\w+)":"$/.exec(parts[index - 1])?.[1], part]],
      ),
    );
    expect(names).toEqual({
      s3BucketName: { Ref: idOf(template, 'AWS::S3::Bucket') },
      cloudWatchLogGroupName: { Ref: idOf(template, 'AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() }) },
      kmsKeyId: arnOf(idOf(template, 'AWS::KMS::Key')),
    });
  });

  it('can wait until the instances have their policy', () => {
    const template = stackOf({ ...sessionsExample, applyPreferences: false });
    expect(countOf(template, 'Custom::MusterSessionPreferences')).toBe(0);
    expect(countOf(template, 'AWS::Lambda::Function')).toBe(0);
    expect(parametersOf(template)).toContain('/muster/sessions/instance-policy-arn');
  });
});

describe('the logs of sessions', () => {
  const template = stackOf(sessionsExample);
  const keyArn = arnOf(idOf(template, 'AWS::KMS::Key'));

  it('are encrypted with the key that the preferences name', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } },
        ],
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: keyArn, RetentionInDays: 90 });
  });

  it('and their key outlive the stack', () => {
    const retained = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    template.hasResource('AWS::S3::Bucket', retained);
    template.hasResource('AWS::KMS::Key', retained);
    template.hasResource('AWS::Logs::LogGroup', { ...retained, Properties: { KmsKeyId: keyArn } });
  });

  it('are deleted from the bucket after their time, and from the log group after the time for all logs', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 365 })] },
    });
    const short = stackOf({ logGroup: {} }, { retention: { logDays: 30 } });
    short.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('have a key that CloudWatch Logs may use only for the groups of this stack', () => {
    const { KeyPolicy } = propertiesOf(template, 'AWS::KMS::Key');
    expect(KeyPolicy.Statement[1]).toMatchObject({
      Principal: {
        Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
      },
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': localArn('logs', 'log-group:MusterSessions-*') },
      },
    });
  });

  it('need no key of ours', () => {
    const plain = stackOf({ logGroup: {}, logBucket: {} });
    expect(countOf(plain, 'AWS::KMS::Key')).toBe(0);
    plain.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.absent() });
  });
});

it('exports in parameters the names that others need', () => {
  expect(parametersOf(stackOf(sessionsExample))).toEqual([
    '/muster/sessions/access/tunnels/policy-arn',
    '/muster/sessions/access/web-admins/policy-arn',
    '/muster/sessions/event-log-group-name',
    '/muster/sessions/event-topic-arn',
    '/muster/sessions/instance-policy-arn',
    '/muster/sessions/log-bucket-name',
    '/muster/sessions/log-group-name',
  ]);
});

it.each([
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in %s nothing belongs to another partition than %s', (region, partition) => {
  const config = { sessions: sessionsExample, access: accessExample };
  for (const id of ['MusterSessions', 'MusterAccess']) {
    const text = JSON.stringify(synthesizeStack(id, config, region).toJSON());
    const others = text.match(/(?<=arn:)aws[a-z-]*(?=:)/g)?.filter((found) => found !== partition);
    expect(others ?? [], id).toEqual([]);
  }
});

/** The properties of the only resource of a type. */
function propertiesOf(template: Template, type: string) {
  return template.toJSON().Resources[idOf(template, type)].Properties;
}
