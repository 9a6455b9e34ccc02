import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bucketOf, type UsedBucket } from '../../constructs/bucket-of.ts';
import { kept } from '../../constructs/kept.ts';
import { keyOf } from '../../constructs/key-of.ts';
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
  readonly key: IKey | undefined;
  readonly logGroup: ILogGroup | undefined;
  readonly bucket: UsedBucket | undefined;

  constructor(scope: Construct, id: string, { own, logRetentionDays }: SessionLogsProps) {
    super(scope, id);
    if (own.encrypt === true) this.key = keyOf(this, own.keyArn, () => this.#createKey());
    if (own.logGroup) this.logGroup = this.#logGroupOf(own.logGroup, logRetentionDays);
    if (own.logBucket) {
      const { name, retentionDays } = own.logBucket;
      this.bucket = bucketOf(this, 'Bucket', {
        existing: name,
        ...(retentionDays === undefined ? {} : { retentionDays }),
        ...(this.key === undefined ? {} : { key: this.key }),
      });
    }
  }

  #logGroupOf({ name }: NonNullable<SessionsSettings['logGroup']>, retention: number): ILogGroup {
    if (name !== undefined) return LogGroup.fromLogGroupName(this, 'ExistingGroup', name);
    return new LogGroup(this, 'Group', {
      retention,
      removalPolicy: kept,
      ...(this.key === undefined ? {} : { encryptionKey: this.key }),
    });
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
