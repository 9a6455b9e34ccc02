import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { resourceTags, rosterKeys, rosterTableTag } from '../../../lambdas/shared/runtime/contract.ts';
import type { Settings } from '../../configuration/settings.ts';
import type { MusterFunction } from '../../constructs/muster-function.ts';

/**
 * The roster: one entry for each instance, with its status, its reason, and when to look again. It is the
 * record that Muster keeps. So it outlives the stack, cannot be deleted by mistake, and can be restored to
 * any second of the last 35 days. A later stack may take it up again, or one that was restored from it.
 */
export class Roster extends Construct {
  readonly table: Pick<ITable, 'tableArn' | 'tableName'>;

  constructor(scope: Construct, id: string, kept: Settings['roster']) {
    super(scope, id);
    this.table = kept === undefined ? this.#createTable() : Table.fromTableName(this, 'Kept', kept.tableName);
  }

  #createTable(): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: rosterKeys.partitionKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: rosterKeys.expiryAttribute,
    });
    Tags.of(table).add(resourceTags.table, rosterTableTag);
    // Sparse: it holds an entry only while the entry is due. Its partition key is a shard, so that a burst
    // does not overload one partition. It holds the whole entry: a write of less than 1 KB costs the same,
    // and one call reads what is due.
    table.addGlobalSecondaryIndex({
      indexName: rosterKeys.dueIndex,
      partitionKey: { name: rosterKeys.duePartitionKey, type: AttributeType.STRING },
      sortKey: { name: rosterKeys.dueSortKey, type: AttributeType.NUMBER },
      projectionType: ProjectionType.ALL,
    });
    // Sparse too: it holds an entry only while the entry is failed or unmanaged. For the command line and
    // reports.
    table.addGlobalSecondaryIndex({
      indexName: rosterKeys.problemIndex,
      partitionKey: { name: rosterKeys.problemPartitionKey, type: AttributeType.STRING },
      sortKey: { name: rosterKeys.problemSortKey, type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    return table;
  }

  /** The right to move entries, and to announce those that come to rest. */
  grantMove(mover: MusterFunction): void {
    const { partition, region, account } = Stack.of(this);
    mover.allow(['dynamodb:PartiQLUpdate'], [this.table.tableArn]);
    mover.allow(['events:PutEvents'], [`arn:${partition}:events:${region}:${account}:event-bus/default`]);
  }

  /** The right to take and to keep the pulse of the roster, for those who send. */
  grantPulse(sender: MusterFunction): void {
    sender.allow(
      ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
      [this.table.tableArn],
    );
  }

  /** The right to find out how old a roster without a pulse is. */
  grantFirstPulse(sender: MusterFunction): void {
    sender.allow(['dynamodb:Scan'], [this.table.tableArn]);
  }

  /** The right to look up the entries of instances. */
  grantRead(reader: MusterFunction): void {
    reader.allow(['dynamodb:BatchGetItem'], [this.table.tableArn]);
  }

  /** The right to make first entries. Only functions that hear of launches need it. */
  grantOpen(opener: MusterFunction): void {
    opener.allow(['dynamodb:PartiQLInsert'], [this.table.tableArn]);
  }

  /** The right to read what is due. The index holds whole entries. */
  grantDue(rechecker: MusterFunction): void {
    rechecker.allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${rosterKeys.dueIndex}`]);
  }

  /** The right to read all entries, and when the roster began. */
  grantCensus(counter: MusterFunction): void {
    counter.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Scan'],
      [this.table.tableArn],
    );
  }
}
