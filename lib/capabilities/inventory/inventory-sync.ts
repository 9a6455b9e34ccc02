import { createHash } from 'node:crypto';
import { CfnResourceDataSync } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

/** Where a sync writes. */
export interface InventorySyncProps {
  readonly prefix: string;
  readonly bucketName: string;
  readonly bucketRegion: string;
  readonly kmsKeyArn?: string;
  /** The destination in the configuration, which decides the sync's name. */
  readonly destination: object;
}

/**
 * Sends the inventory of this account and region to a bucket, and again whenever a node's inventory changes.
 *
 * A sync cannot be changed, only replaced, and the new one is made before the old one is deleted. With the
 * same name that would fail. So each destination gives another name.
 */
export class InventorySync extends Construct {
  constructor(scope: Construct, id: string, props: InventorySyncProps) {
    super(scope, id);
    const digest = createHash('sha256').update(JSON.stringify(props.destination)).digest('hex');
    new CfnResourceDataSync(this, 'Sync', {
      syncName: `${props.prefix}-Inventory-${digest.slice(0, 8)}`,
      syncType: 'SyncToDestination',
      s3Destination: {
        bucketName: props.bucketName,
        bucketRegion: props.bucketRegion,
        syncFormat: 'JsonSerDe',
        ...(props.kmsKeyArn === undefined ? {} : { kmsKeyArn: props.kmsKeyArn }),
      },
    });
  }
}
