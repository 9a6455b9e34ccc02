import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../lib/configuration/config.ts';
import { falcon } from '../capabilities/onboarding/agents/falcon.ts';
import { problemsOf } from '../configuration/config-problems.ts';
import { synthesizeStack } from '../synthesize.ts';

const keyArn = `arn:aws:kms:eu-central-1:${'1'.repeat(12)}:key/00000000-0000-4000-8000-000000000000`;
const secret = { secret: true } as const;
const uses: readonly [stack: string, config: MusterConfig][] = [
  ['MusterSessions', { sessions: { encrypt: true, keyArn, logGroup: {}, logBucket: {} } }],
  [
    'MusterParameters',
    { parameters: { keyArn, tree: { a: { b: { c: { k: secret } }, d: { c: { k: secret } } } } } },
  ],
  ['MusterInventory', { inventory: { bucket: { keyArn } } }],
  [
    'MusterOnboarding',
    { agents: { falcon }, profiles: [{ name: 'all', agents: ['falcon'] }], agentsKeyArn: keyArn },
  ],
];

describe('a key that exists', () => {
  it.each(uses)('is used by %s, and none is made', (stack, config) => {
    const template = synthesizeStack(stack, config);
    expect(template.findResources('AWS::KMS::Key')).toEqual({});
    expect(template.findResources('AWS::KMS::Alias')).toEqual({});
    expect(JSON.stringify(template.toJSON())).toContain(keyArn);
  });

  it('encrypts the log group and the bucket of sessions, and instances may use it', () => {
    const template = synthesizeStack('MusterSessions', {
      sessions: { encrypt: true, keyArn, logGroup: {}, logBucket: {} },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: keyArn });
    const [policy] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    expect(policy?.['Properties'].PolicyDocument.Statement).toContainEqual({
      ...{ Sid: 'Encrypt', Effect: 'Allow', Resource: keyArn },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
  });

  it.each([
    [{ sessions: { keyArn } }, 'sessions.keyArn', 'nothing without encrypt: true, which it is for'],
    [
      { inventory: { bucket: { keyArn, encryptionKey: true } } },
      'inventory.bucket.keyArn',
      'nothing beside encryptionKey: true, which makes a key',
    ],
    [{ parameters: { keyArn: 'alias/x' } }, 'parameters.keyArn', 'the ARN of a KMS key'],
  ])('is refused where it has no use or no ARN: %j', (config, field, allowed) => {
    const [problem = '', ...others] = problemsOf(config);
    expect(others).toEqual([]);
    expect([problem.split(':')[0], problem.split('; allowed: ')[1]]).toEqual([field, allowed]);
  });
});
