import type { DescribeTableInput, DescribeTableOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { renderTable } from '../table-description.ts';
import type { Tables } from '../tables.ts';

/** DescribeTable. Sizes and counts are those of up to six hours ago. */
export function describeTable(tables: Tables): Operation<DescribeTableInput, DescribeTableOutput> {
  return {
    authorize: (input) => [tables.authorization('DescribeTable', input.TableName)],
    run: (input, { nowMs }) => ({ Table: renderTable(tables.described(input.TableName), nowMs) }),
  };
}
