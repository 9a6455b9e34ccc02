import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { keptRosterResourceType, rosterForm } from '../../../lambdas/shared/runtime/contract.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';

/** Which table is taken up. */
export interface KeptRosterProps {
  readonly tableName: string;
  readonly logRetentionDays: number;
}

/**
 * A table that an earlier stack has left, or that was restored from one, taken up as the roster. A function puts on it
 * what AWS does not restore, and refuses a table that cannot be the roster. Whatever uses the table refers to it by
 * this resource, so nothing changes before the table is found fit. The table stays when the stack is deleted.
 */
export class KeptRoster extends Construct {
  readonly table: Pick<ITable, 'tableArn' | 'tableName'>;

  constructor(scope: Construct, id: string, { tableName, logRetentionDays }: KeptRosterProps) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const taker = new MusterFunction(this, 'Taker', {
      bundle: 'kept-roster',
      description: 'Muster: makes a table that was kept or restored fit to be the roster.',
      timeoutSeconds: 120,
      memoryMegabytes: 256,
      permissions: [
        {
          actions: [
            'dynamodb:DescribeContinuousBackups',
            'dynamodb:DescribeTable',
            'dynamodb:DescribeTimeToLive',
            'dynamodb:ListTagsOfResource',
            'dynamodb:TagResource',
            'dynamodb:UpdateContinuousBackups',
            'dynamodb:UpdateTable',
            'dynamodb:UpdateTimeToLive',
          ],
          resources: [`arn:${partition}:dynamodb:${region}:${account}:table/${tableName}`],
        },
      ],
      logRetentionDays,
    });
    const taken = new CustomResource(this, 'Taken', {
      serviceToken: taker.function.functionArn,
      resourceType: keptRosterResourceType,
      serviceTimeout: Duration.minutes(5),
      // The function has the form in its bundle. It stands here so that it is called when another version has another.
      properties: { TableName: tableName, Form: Stack.of(this).toJsonString(rosterForm()) },
    });
    this.table = Table.fromTableName(this, 'Table', taken.ref);
  }
}
