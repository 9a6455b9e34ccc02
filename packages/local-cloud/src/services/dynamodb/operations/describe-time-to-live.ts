import type { DescribeTimeToLiveInput, DescribeTimeToLiveOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import type { Tables } from '../tables.ts';

/** DescribeTimeToLive. */
export function describeTimeToLive(
  tables: Tables,
): Operation<DescribeTimeToLiveInput, DescribeTimeToLiveOutput> {
  return {
    authorize: (input) => [tables.authorization('DescribeTimeToLive', input.TableName)],
    run(input) {
      const name = tables.described(input.TableName).schema.timeToLiveAttribute;
      if (name === undefined) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
      return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: name } };
    },
  };
}
