import { RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { AttributeType, BillingMode, type ITable, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  resourceTags,
  rosterForm,
  rosterKeys,
  rosterTableTag,
} from '../../../lambdas/shared/runtime/contract.ts';
import type { Settings } from '../../configuration/settings.ts';
import type { MusterFunction } from '../../constructs/muster-function.ts';
import { KeptRoster } from './kept-roster.ts';

const attributeTypes = { S: AttributeType.STRING, N: AttributeType.NUMBER };

/** What the roster depends on. */
export interface RosterProps {
  /** The table to take up; undefined for a new one. */
  readonly kept: Settings['roster'];
  readonly logRetentionDays: number;
}

/**
 * The roster: one entry for each instance, with its status, its reason, and when to look again. It is the
 * record that Muster keeps. So it outlives the stack, cannot be deleted by mistake, and can be restored to
 * any second of the last 35 days. A later stack may take it up again, or one that was restored from it.
 */
export class Roster extends Construct {
  readonly table: Pick<ITable, 'tableArn' | 'tableName'>;

  constructor(scope: Construct, id: string, { kept, logRetentionDays }: RosterProps) {
    super(scope, id);
    this.table =
      kept === undefined
        ? this.#createTable()
        : new KeptRoster(this, 'Kept', { ...kept, logRetentionDays }).table;
  }

  #createTable(): Table {
    const { partition: key, indexes } = rosterForm();
    const table = new Table(this, 'Table', {
      partitionKey: { name: key.name, type: attributeTypes[key.type] },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: rosterKeys.expiryAttribute,
    });
    Tags.of(table).add(resourceTags.table, rosterTableTag);
    for (const { name, partition, sort, projection } of indexes)
      table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: partition.name, type: attributeTypes[partition.type] },
        sortKey: { name: sort.name, type: attributeTypes[sort.type] },
        projectionType: ProjectionType[projection],
      });
    return table;
  }

  /** The right to move entries, and to announce those that come to rest. */
  grantMove(mover: MusterFunction): void {
    mover.allow(['dynamodb:PartiQLUpdate'], [this.table.tableArn]);
    this.#grantAnnounce(mover);
  }

  /**
   * The right to propose roll-outs, to note in the pulse what was proposed, and to hand over who is to be verified. Entries it
   * may not change.
   */
  grantPropose(proposer: MusterFunction): void {
    proposer.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [this.table.tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [rosterKeys.pulse, `${rosterKeys.turns}*`] },
        },
      }),
    );
    this.#grantAnnounce(proposer);
  }

  #grantAnnounce(announcer: MusterFunction): void {
    const { partition, region, account } = Stack.of(this);
    announcer.allow(['events:PutEvents'], [`arn:${partition}:events:${region}:${account}:event-bus/default`]);
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

  /** The right to make first entries. Only functions that hear of launches or adopt need it. */
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
