import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from '../../configuration/settings.ts';
import { Singletons } from '../../constructs/singletons.ts';
import { NodeAssociation } from '../associations/node-association.ts';
import { soleAssociation } from '../associations/sole-association.ts';
import type { CapabilityProps } from '../capability.ts';
import { CustomInventory } from './custom-inventory.ts';
import { InventoryBucket } from './inventory-bucket.ts';
import { InventoryCatalog } from './inventory-catalog.ts';
import { InventoryMarkers } from './inventory-markers.ts';
import { InventoryQueries } from './inventory-queries.ts';
import type { BucketSettings, InventorySettings } from './inventory-schema.ts';
import { InventorySync } from './inventory-sync.ts';
import { listTables } from './inventory-tables.ts';
import { customDocument, gatheringDocument, listInventory } from './list-inventory.ts';

/** What is installed where, gathered and ready to be queried. */
export class InventoryStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<InventorySettings>) {
    super(scope, id, props);
    const { prefix } = settings.names;
    this.#gather(settings, own);
    if (Object.keys(own.markers).length > 0) new InventoryMarkers(this, 'Markers', { settings, own });
    if (own.bucket !== null) this.#collect(prefix, own, own.bucket);
    if (own.sendTo !== undefined) {
      const { bucket: bucketName, region: bucketRegion, keyArn } = own.sendTo;
      const key = keyArn === undefined ? {} : { kmsKeyArn: keyArn };
      new InventorySync(this, 'Sync', { prefix, bucketName, bucketRegion, ...key, destination: own.sendTo });
    }
  }

  #gather(settings: Settings, own: InventorySettings): void {
    const { prefix } = settings.names;
    const hasCustom = Object.keys(own.custom).length > 0;
    const custom = hasCustom ? new CustomInventory(this, 'CustomInventory', { prefix }) : undefined;
    const logRetentionDays = settings.retention.logDays;
    for (const { field: _, ...association } of listInventory(settings)) {
      const { name, document } = association;
      if (document === gatheringDocument) {
        const sole = { title: 'Inventory', purpose: 'inventory', isBesideOthers: false } as const;
        const singletons = [soleAssociation(this, { ...association, ...sole, prefix })];
        new Singletons(this, 'Singletons', { singletons, logRetentionDays });
        continue;
      }
      const documentName = document === customDocument && custom ? custom.documentName : document;
      new NodeAssociation(this, name, { ...association, prefix, documentName });
    }
  }

  #collect(prefix: string, own: InventorySettings, settings: BucketSettings): void {
    const { bucket, key } = new InventoryBucket(this, 'Bucket', settings);
    const sync = new InventorySync(this, 'Sync', {
      prefix,
      bucketName: bucket.bucketName,
      bucketRegion: this.region,
      ...(key === undefined ? {} : { kmsKeyArn: key.keyArn }),
      destination: {
        ...{ name: settings.name, encryptionKey: settings.encryptionKey },
        ...(settings.keyArn === undefined ? {} : { keyArn: settings.keyArn }),
      },
    });
    // A new sync writes a test object at once, for which it needs the policy.
    if (bucket.policy !== undefined) sync.node.addDependency(bucket.policy);

    const databaseName = `${prefix.toLowerCase()}_inventory`;
    new InventoryCatalog(this, 'Catalog', {
      databaseName,
      bucketName: bucket.bucketName,
      tables: listTables(own.custom),
      accounts: [...new Set([this.account, ...settings.accounts])],
      regions: [...new Set([this.region, ...settings.regions])],
    });
    new InventoryQueries(this, 'Queries', {
      workGroupName: `${prefix}-Inventory`,
      databaseName,
      scanMegabytesMax: settings.scanMegabytesMax,
    });
  }
}
