import { describe, expect, it } from 'vitest';
import { mergePreferences } from '../../../lambdas/session-preferences/merge-preferences.ts';

const contentOf = (inputs: object) => JSON.stringify({ schemaVersion: '1.0', inputs });
const merged = (found: object | undefined, named: object) =>
  JSON.parse(
    mergePreferences(found === undefined ? undefined : contentOf(found), JSON.stringify({ inputs: named })),
  );

/** What an account may have chosen. */
const states: readonly (readonly [name: string, inputs: object])[] = [
  ['the console has saved as it opens', { s3BucketName: '', kmsKeyId: '', idleSessionTimeout: '20' }],
  ['logs to a bucket', { s3BucketName: 'audit', s3KeyPrefix: 'ssm', s3EncryptionEnabled: true }],
  [
    'logs to an encrypted log group',
    { cloudWatchLogGroupName: '/audit', cloudWatchEncryptionEnabled: true, cloudWatchStreamingEnabled: true },
  ],
  ['encrypts', { kmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/k' }],
  ['runs as a user', { runAsEnabled: true, runAsDefaultUser: 'operator' }],
  ['limits sessions and begins them', { maxSessionDuration: '60', shellProfile: { linux: 'exec bash' } }],
  ['knows more than Muster does', { futureProtection: 'on', shellProfile: { linux: 'a', macOS: 'b' } }],
];

describe('preferences of which the configuration names nothing', () => {
  it.each(states)('stay as they are found: an account that %s', (_, inputs) => {
    expect(merged(inputs, {})).toEqual({ schemaVersion: '1.0', inputs });
  });

  it('are those of Session Manager where there were none', () => {
    expect(merged(undefined, {})).toMatchObject({
      sessionType: 'Standard_Stream',
      inputs: { kmsKeyId: '', runAsEnabled: false, s3BucketName: '', idleSessionTimeout: '20' },
    });
  });
});

describe('a preference that the configuration names', () => {
  it.each(states)('changes nothing else: an account that %s', (_, inputs) => {
    expect(merged(inputs, { idleSessionTimeout: '5' }).inputs).toEqual({
      ...inputs,
      idleSessionTimeout: '5',
    });
  });

  it('takes the place of what was found, at every depth', () => {
    const found = { kmsKeyId: 'k', shellProfile: { linux: 'a', windows: 'b' } };
    expect(merged(found, { kmsKeyId: '', shellProfile: { linux: 'c' } }).inputs).toEqual({
      ...{ kmsKeyId: '', shellProfile: { linux: 'c', windows: 'b' } },
    });
  });
});

describe('an encrypted log group that one without a key would replace', () => {
  const found = { cloudWatchLogGroupName: '/audit', cloudWatchEncryptionEnabled: true };
  const ours = { cloudWatchLogGroupName: 'ours', cloudWatchEncryptionEnabled: false };

  it('is refused, with what to set', () => {
    expect(() => merged(found, ours)).toThrow(/Set sessions\.encrypt to true, or to false/);
  });

  it('is replaced when the configuration says that the encryption ends, or that nothing is logged there', () => {
    expect(merged(found, { ...ours, kmsKeyId: '' }).inputs).toMatchObject(ours);
    const none = { cloudWatchLogGroupName: '', cloudWatchEncryptionEnabled: false };
    expect(merged(found, none).inputs).toMatchObject(none);
  });
});

it('refuses a content that cannot be read, since nothing of it could be kept', () => {
  expect(() => mergePreferences('schemaVersion: "1.0"', '{}')).toThrow(/is no JSON object/);
});
