import type { SessionsSettings } from './sessions-schema.ts';

/** Where sessions are logged, and what encrypts them. CloudFormation gives the names. */
export interface SessionSinks {
  readonly bucketName?: string;
  readonly logGroupName?: string;
  /** The ARN of the key. */
  readonly keyArn?: string;
}

/**
 * The preferences as Session Manager keeps them: schema 1.0, in which times are strings. With an encryption
 * flag on, an agent refuses the session if it finds the bucket or the log group unencrypted. So each flag
 * says what is true.
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
      // Every bucket is encrypted: with our key, or else with a key of S3.
      s3EncryptionEnabled: own.logBucket !== undefined,
      cloudWatchLogGroupName: logGroupName,
      // The agent counts a log group as encrypted if it has a KMS key.
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
