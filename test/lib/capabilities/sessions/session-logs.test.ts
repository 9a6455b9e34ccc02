import { describe, expect, it } from 'vitest';
import { synthesizeStack } from '../../synthesize.ts';

const keyArn = `arn:aws:kms:eu-central-1:${'1'.repeat(12)}:key/00000000-0000-4000-8000-000000000000`;

describe('a log group that exists', () => {
  it('is used for sessions, with the rights of instances on it, and none is made', () => {
    const template = synthesizeStack('MusterSessions', {
      sessions: { encrypt: true, keyArn, logGroup: { name: '/company/sessions' } },
    });
    const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));
    expect(groups.some(({ Properties }) => Properties.KmsKeyId !== undefined)).toBe(false);
    const text = JSON.stringify(template.toJSON());
    expect(text).toContain(':log-group:/company/sessions:*');
    expect(text).toContain('\\"cloudWatchLogGroupName\\":\\"/company/sessions\\"');
    expect(text).toContain('\\"cloudWatchEncryptionEnabled\\":true');
  });
});
