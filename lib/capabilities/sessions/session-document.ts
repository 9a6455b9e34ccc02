import type { SessionsSettings } from './sessions-schema.ts';

/** Where sessions are logged, and by what they are encrypted: names that CloudFormation gives. */
export interface SessionSinks {
  readonly bucketName?: string;
  readonly logGroupName?: string;
  /** The ARN of the key. */
  readonly keyArn?: string;
}

/**
 * The preferences as Session Manager keeps them: schema 1.0, in which times are strings. The two encryption flags make
 * an agent refuse the session when it finds the bucket or the log group unencrypted, so each says what is true of it.
 */
export function sessionDocument(own: SessionsSettings, sinks: SessionSinks): object {
  const { bucketName = '', logGroupName = '', keyArn = '' } = sinks;
  return {
    schemaVersion: '1.0',
    description: 'Preferences of Session Manager, written by Muster',
    sessionType: 'Standard_Stream',
    inputs: {
      s3BucketName: bucketName,
      s3KeyPrefix: own.logBucket?.prefix ?? '',
      // Every bucket is encrypted, by a key of S3 if by none of ours.
      s3EncryptionEnabled: own.logBucket !== undefined,
      cloudWatchLogGroupName: logGroupName,
      // The agent counts a log group as encrypted when it has a key of KMS.
      cloudWatchEncryptionEnabled: own.logGroup !== undefined && own.encrypt,
      cloudWatchStreamingEnabled: own.logGroup?.stream ?? false,
      kmsKeyId: keyArn,
      runAsEnabled: own.runAs !== undefined,
      runAsDefaultUser: own.runAs?.user ?? '',
      idleSessionTimeout: String(own.idleMinutes),
      ...(own.maxMinutes === undefined ? {} : { maxSessionDuration: String(own.maxMinutes) }),
      shellProfile: { windows: own.shellProfile.windows ?? '', linux: own.shellProfile.linux ?? '' },
    },
  };
}
