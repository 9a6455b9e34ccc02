import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PrivateBucket } from '../private-bucket.ts';
import type { BucketSettings } from './inventory-schema.ts';

const systemsManager = new ServicePrincipal('ssm.amazonaws.com');

/**
 * The bucket to which resource data syncs write: those of this account, and of each account that the configuration
 * names. Systems Manager writes in the name of an account only below that account's own part of the keys.
 *
 * Objects never expire: a sync writes one again when the node's inventory changes, and not before. It has no Object
 * Lock, with which a sync cannot write.
 */
export class InventoryBucket extends Construct {
  readonly bucket: Bucket;
  readonly key: Key | undefined;

  constructor(scope: Construct, id: string, settings: BucketSettings) {
    super(scope, id);
    const accounts = [...new Set([Stack.of(this).account, ...settings.accounts])];
    this.key = settings.encryptionKey ? this.#createKey(accounts) : undefined;
    this.bucket = new PrivateBucket(this, 'Inventory', {
      ...(settings.name === undefined ? {} : { name: settings.name }),
      ...(this.key === undefined ? {} : { key: this.key }),
    }).bucket;
    this.#allowSyncs(accounts);
  }

  /** As in the guide (Configuring resource data sync for Inventory), a statement for each account. */
  #allowSyncs(accounts: readonly string[]): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SyncChecksBucket',
        principals: [systemsManager],
        actions: ['s3:GetBucketAcl'],
        resources: [this.bucket.bucketArn],
      }),
    );
    for (const [index, account] of accounts.entries()) {
      const { StringEquals, ArnLike } = this.#fromSyncsOf([account]);
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          sid: `SyncWrites${index + 1}`,
          principals: [systemsManager],
          actions: ['s3:PutObject'],
          resources: [this.bucket.arnForObjects(`*/accountid=${account}/*`)],
          conditions: {
            StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', ...StringEquals },
            ArnLike,
          },
        }),
      );
    }
  }

  #createKey(accounts: readonly string[]): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts the inventory that resource data syncs write.',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SyncsEncrypt',
        principals: [systemsManager],
        actions: ['kms:GenerateDataKey'],
        resources: ['*'],
        conditions: this.#fromSyncsOf(accounts),
      }),
    );
    return key;
  }

  /** Only for a resource data sync of these accounts, in any region: nobody else can make the service write here. */
  #fromSyncsOf(accounts: readonly string[]) {
    const { partition } = Stack.of(this);
    const arns = accounts.map((account) => `arn:${partition}:ssm:*:${account}:resource-data-sync/*`);
    return {
      StringEquals: { 'aws:SourceAccount': single(accounts) },
      ArnLike: { 'aws:SourceArn': single(arns) },
    };
  }
}

/** One value as itself, as it is written in the guide and as IAM gives it back. */
function single(values: readonly string[]): string | readonly string[] | undefined {
  return values.length === 1 ? values[0] : values;
}
