import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sessionDocument } from '../../../../lib/capabilities/sessions/session-document.ts';
import { sessions } from '../../../../lib/capabilities/sessions/sessions-schema.ts';

const inputsSchema = z.object({ inputs: z.record(z.string(), z.unknown()) });
const documentOf = (own: z.input<typeof sessions>, sinks = {}) => sessionDocument(sessions.parse(own), sinks);
const inputsOf = (own: z.input<typeof sessions>, sinks = {}) =>
  inputsSchema.parse(documentOf(own, sinks)).inputs;

describe('the preferences', () => {
  it('name nothing that the configuration does not name', () => {
    expect(documentOf({})).toEqual({ inputs: {} });
    expect(documentOf({ idleMinutes: 20 })).toEqual({ inputs: { idleSessionTimeout: '20' } });
    expect(documentOf({ shellProfile: { linux: 'exec bash' } })).toEqual({
      inputs: { shellProfile: { linux: 'exec bash' } },
    });
  });

  it('turn off what the configuration turns off by name', () => {
    const off = { encrypt: false, logGroup: null, logBucket: null, runAs: null, maxMinutes: null };
    expect(inputsOf(off)).toEqual({
      ...{ s3BucketName: '', s3KeyPrefix: '', s3EncryptionEnabled: false },
      ...{
        cloudWatchLogGroupName: '',
        cloudWatchEncryptionEnabled: false,
        cloudWatchStreamingEnabled: false,
      },
      ...{ kmsKeyId: '', runAsEnabled: false, runAsDefaultUser: '', maxSessionDuration: '' },
    });
  });

  it('give times in minutes, as strings', () => {
    const inputs = inputsOf({ idleMinutes: 5, maxMinutes: 1440 });
    expect(inputs).toMatchObject({ idleSessionTimeout: '5', maxSessionDuration: '1440' });
  });

  it('ask for an encrypted bucket, because every bucket is encrypted', () => {
    expect(inputsOf({ logBucket: {} }, { bucketName: 'b' })).toMatchObject({
      ...{ s3BucketName: 'b', s3KeyPrefix: 'sessions', s3EncryptionEnabled: true },
    });
  });

  it.each([
    [false, false],
    [true, true],
  ])('ask for an encrypted log group only if it is encrypted: %s', (encrypt, isAsked) => {
    const inputs = inputsOf({ encrypt, logGroup: {} }, { logGroupName: 'g', keyArn: encrypt ? 'k' : '' });
    expect(inputs).toMatchObject({
      cloudWatchLogGroupName: 'g',
      cloudWatchEncryptionEnabled: isAsked,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: encrypt ? 'k' : '',
    });
  });

  it('stream the log unless it is sent at the end', () => {
    expect(inputsOf({ logGroup: { stream: false } })).toMatchObject({ cloudWatchStreamingEnabled: false });
  });

  it('run as a user, or as the user in the tag of whoever starts the session', () => {
    expect(inputsOf({ runAs: { user: 'operator' } })).toMatchObject({
      ...{ runAsEnabled: true, runAsDefaultUser: 'operator' },
    });
    expect(inputsOf({ runAs: {} })).toEqual({ runAsEnabled: true });
  });

  it('begin with commands of each system', () => {
    expect(inputsOf({ shellProfile: { linux: 'exec bash', windows: 'date' } })).toMatchObject({
      shellProfile: { windows: 'date', linux: 'exec bash' },
    });
  });
});
