import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { PrivateBucket } from '../../constructs/private-bucket.ts';
import type { BucketSettings } from './inventory-schema.ts';

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
    const principals = syncPrincipals([Stack.of(this).region, ...settings.regions]);
    this.key = settings.encryptionKey ? this.#createKey(accounts, principals) : undefined;
    this.bucket = new PrivateBucket(this, 'Inventory', {
      ...(settings.name === undefined ? {} : { name: settings.name }),
      ...(this.key === undefined ? {} : { key: this.key }),
    }).bucket;
    this.#allowSyncs(accounts, principals);
  }

  /** As in the guide (Configuring resource data sync for Inventory), a statement for each account. */
  #allowSyncs(accounts: readonly string[], principals: ServicePrincipal[]): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SyncChecksBucket',
        principals,
        actions: ['s3:GetBucketAcl'],
        resources: [this.bucket.bucketArn],
      }),
    );
    for (const [index, account] of accounts.entries()) {
      const { StringEquals, ArnLike } = this.#fromSyncsOf([account]);
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          sid: `SyncWrites${index + 1}`,
          principals,
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

  #createKey(accounts: readonly string[], principals: ServicePrincipal[]): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts the inventory that resource data syncs write.',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SyncsEncrypt',
        principals,
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

/**
 * Who writes: Systems Manager, and for a sync of a region that an account has to turn on, as all since Hong Kong, also
 * that of the region (Configuring resource data sync for Inventory). A stack that is bound to no region is taken to be
 * in one that needs no principal of its own.
 */
function syncPrincipals(regions: readonly string[]): ServicePrincipal[] {
  const later = [...new Set(regions)].filter((region) => RegionInfo.get(region).isOptInRegion);
  return ['ssm', ...later.map((region) => `ssm.${region}`)].map(
    (name) => new ServicePrincipal(`${name}.amazonaws.com`),
  );
}

/** One value as itself, as it is written in the guide and as IAM gives it back. */
function single(values: readonly string[]): string | readonly string[] | undefined {
  return values.length === 1 ? values[0] : values;
}
