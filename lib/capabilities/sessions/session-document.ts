import type { SessionsSettings } from './sessions-schema.ts';

/** Where sessions are logged, and what encrypts them. CloudFormation gives the names. */
export interface SessionSinks {
  readonly bucketName?: string;
  readonly logGroupName?: string;
  /** The ARN of the key. */
  readonly keyArn?: string;
}

/**
 * The preferences that the configuration names, and no others: the function leaves the rest as it finds it. They have the
 * form of Session Manager, in which times are strings. With an encryption flag on, an agent refuses the session if it
 * finds the bucket or the log group unencrypted. So each flag says what is true.
 */
export function sessionDocument(own: SessionsSettings, sinks: SessionSinks): object {
  const { idleMinutes, maxMinutes, encrypt, shellProfile } = own;
  return {
    inputs: {
      ...bucketInputs(own, sinks),
      ...logGroupInputs(own, sinks),
      ...(encrypt === undefined ? {} : { kmsKeyId: sinks.keyArn ?? '' }),
      ...runAsInputs(own),
      ...(idleMinutes === undefined ? {} : { idleSessionTimeout: String(idleMinutes) }),
      ...(maxMinutes === undefined ? {} : { maxSessionDuration: String(maxMinutes ?? '') }),
      ...(Object.keys(shellProfile).length === 0 ? {} : { shellProfile }),
    },
  };
}

function bucketInputs({ logBucket }: SessionsSettings, { bucketName = '' }: SessionSinks): object {
  if (logBucket === undefined) return {};
  return {
    s3BucketName: bucketName,
    s3KeyPrefix: logBucket?.prefix ?? '',
    // Every bucket is encrypted: with our key, or else with a key of S3.
    s3EncryptionEnabled: logBucket !== null,
  };
}

function logGroupInputs(
  { logGroup, encrypt }: SessionsSettings,
  { logGroupName = '' }: SessionSinks,
): object {
  if (logGroup === undefined) return {};
  return {
    cloudWatchLogGroupName: logGroupName,
    // The agent counts a log group as encrypted if it has a KMS key.
    cloudWatchEncryptionEnabled: logGroup !== null && encrypt === true,
    cloudWatchStreamingEnabled: logGroup?.stream ?? false,
  };
}

function runAsInputs({ runAs }: SessionsSettings): object {
  if (runAs === undefined) return {};
  if (runAs === null) return { runAsEnabled: false, runAsDefaultUser: '' };
  return { runAsEnabled: true, ...(runAs.user === undefined ? {} : { runAsDefaultUser: runAs.user }) };
}
