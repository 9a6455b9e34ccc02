import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { kept } from '../../constructs/kept.ts';
import { PrivateBucket } from '../../constructs/private-bucket.ts';
import type { SessionsSettings } from './sessions-schema.ts';

/** What is logged of sessions, and how long it is kept. */
export interface SessionLogsProps {
  readonly own: SessionsSettings;
  readonly logRetentionDays: number;
}

/**
 * Where sessions are logged, and the key for the logs, each only if the settings ask for it. Everything is
 * kept when the stack is deleted, because it records what people did.
 */
export class SessionLogs extends Construct {
  readonly key: Key | undefined;
  readonly logGroup: LogGroup | undefined;
  readonly bucket: Bucket | undefined;

  constructor(scope: Construct, id: string, { own, logRetentionDays }: SessionLogsProps) {
    super(scope, id);
    this.key = own.encrypt === true ? this.#createKey() : undefined;
    const encrypted = this.key === undefined ? {} : { encryptionKey: this.key };
    if (own.logGroup)
      this.logGroup = new LogGroup(this, 'Group', {
        retention: logRetentionDays,
        removalPolicy: kept,
        ...encrypted,
      });
    if (own.logBucket) {
      const { retentionDays } = own.logBucket;
      this.bucket = new PrivateBucket(this, 'Bucket', {
        ...(retentionDays === undefined ? {} : { retentionDays }),
        ...(this.key === undefined ? {} : { key: this.key }),
      }).bucket;
    }
  }

  /**
   * The key. IAM policies decide who in the account uses it: the instances' policies, and those of people who
   * start sessions. CloudWatch Logs uses it only for the log groups of this stack.
   */
  #createKey(): Key {
    const stack = Stack.of(this);
    const key = new Key(this, 'Key', {
      description: 'Muster: sessions and their logs.',
      enableKeyRotation: true,
      removalPolicy: kept,
    });
    const groups = `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${stack.stackName}-*`;
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroups',
        principals: [new ServicePrincipal(`logs.${stack.region}.${Aws.URL_SUFFIX}`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
      }),
    );
    return key;
  }
}
