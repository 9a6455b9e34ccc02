import type { UpdateTimeToLiveInput, UpdateTimeToLiveOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Table } from '../dynamodb-table.ts';
import type { Tables } from '../tables.ts';

/** Sets the attribute of time to live of a table, or turns it off. */
export type SetTimeToLive = (table: Table, attribute: string | undefined) => void;

/** Another change within this time is refused. Source: DynamoDB API reference. */
const pauseMs = 3_600_000;

/** UpdateTimeToLive. It is in force at once. */
export function updateTimeToLive(
  tables: Tables,
  setTimeToLive: SetTimeToLive,
): Operation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput> {
  return {
    authorize: (input) => [tables.authorization('UpdateTimeToLive', input.TableName)],
    run(input, { nowMs }) {
      const { Enabled = false, AttributeName = '' } = input.TimeToLiveSpecification ?? {};
      const table = tables.described(input.TableName);
      refuseSame(table.schema.timeToLiveAttribute, Enabled, AttributeName);
      const { timeToLiveChangedMs: changedMs } = table;
      if (changedMs !== undefined && nowMs < changedMs + pauseMs)
        throw validation('Time to live has been modified multiple times within a fixed interval');
      const timeToLiveAttribute = Enabled ? AttributeName : undefined;
      table.change({ ...table.schema, timeToLiveAttribute });
      setTimeToLive(table, timeToLiveAttribute);
      return { TimeToLiveSpecification: { Enabled, AttributeName } };
    },
  };
}

function refuseSame(current: string | undefined, isEnabled: boolean, attribute: string): void {
  if (current === undefined) {
    if (!isEnabled) throw validation('TimeToLive is already disabled');
    return;
  }
  if (current !== attribute)
    throw validation(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${current}`,
    );
  if (isEnabled) throw validation('TimeToLive is already enabled');
}
