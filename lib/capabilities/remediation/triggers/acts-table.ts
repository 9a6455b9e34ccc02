import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { actsKeys } from '../../../../lambdas/shared/runtime/contract.ts';
import type { MusterFunction } from '../../../constructs/muster-function.ts';

/**
 * The acts of triggers on nodes, by day: what ends a loop. It holds two days. Nothing is lost with it but the count of
 * today.
 */
export class ActsTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: actsKeys.partitionKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
      timeToLiveAttribute: actsKeys.expiryAttribute,
    });
  }

  /** The right to note an act. */
  grantNote(writer: MusterFunction): void {
    writer.allow(['dynamodb:UpdateItem'], [this.table.tableArn]);
  }
}
