import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { kept } from '../../constructs/kept.ts';
import { keyOf } from '../../constructs/key-of.ts';
import { PrivateBucket } from '../../constructs/private-bucket.ts';
import type { BucketSettings } from './inventory-schema.ts';

/**
 * The bucket to which resource data syncs write: those of this account, and of each account in the
 * configuration. Systems Manager writes for an account only below that account's own part of the keys.
 *
 * Objects never expire, because a sync writes an object again only when the node's inventory changes. The
 * bucket has no Object Lock, because a sync could not write with it.
 */
export class InventoryBucket extends Construct {
  readonly bucket: Bucket;
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, settings: BucketSettings) {
    super(scope, id);
    const accounts = [...new Set([Stack.of(this).account, ...settings.accounts])];
    const principals = syncPrincipals([Stack.of(this).region, ...settings.regions]);
    if (settings.encryptionKey || settings.keyArn !== undefined)
      this.key = keyOf(this, settings.keyArn, () => this.#createKey(accounts, principals));
    this.bucket = new PrivateBucket(this, 'Inventory', {
      ...(settings.name === undefined ? {} : { name: settings.name }),
      ...(this.key === undefined ? {} : { key: this.key }),
    }).bucket;
    this.#allowSyncs(accounts, principals);
  }

  /** One statement for each account, as in the guide (Configuring resource data sync for Inventory). */
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
      removalPolicy: kept,
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

  /**
   * Only for a resource data sync of these accounts, in any region. Nobody else can make the service write
   * here.
   */
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
 * Who writes: Systems Manager. For a region that an account must turn on, as all since Hong Kong, it is also
 * the region's own principal (Configuring resource data sync for Inventory). A stack without a region is
 * assumed to be in a region that needs no principal of its own.
 */
function syncPrincipals(regions: readonly string[]): ServicePrincipal[] {
  const later = [...new Set(regions)].filter((region) => RegionInfo.get(region).isOptInRegion);
  return ['ssm', ...later.map((region) => `ssm.${region}`)].map(
    (name) => new ServicePrincipal(`${name}.amazonaws.com`),
  );
}

/** A single value is written without a list, as in the guide and as IAM returns it. */
function single(values: readonly string[]): string | readonly string[] | undefined {
  return values.length === 1 ? values[0] : values;
}
