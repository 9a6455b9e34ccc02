import type { ContinuousBackupsDescription } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../../core/service.ts';
import type { Table } from './dynamodb-table.ts';
import type { Tables } from './tables.ts';

/** The latest moment that can be restored is "typically five minutes" ago. Source: DynamoDB API reference. */
const latestAgoMs = 5 * 60_000;

/** The table of a call on backups. @throws ServiceError with the code of these calls alone. */
export function findBackedUp(tables: Tables, nameOrArn: string | undefined): Table {
  const table = tables.find(nameOrArn);
  if (table !== undefined) return table;
  throw new ServiceError('TableNotFoundException', `Table not found: ${nameOrArn}`);
}

/** What the calls on continuous backups answer about a table. */
export function describeBackups(table: Table, nowMs: number): ContinuousBackupsDescription {
  const { recoveryDays } = table.schema;
  const ContinuousBackupsStatus = 'ENABLED';
  if (recoveryDays === undefined)
    return {
      ContinuousBackupsStatus,
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    };
  const earliestMs = Math.max(table.recoverableSinceMs, nowMs - recoveryDays * 24 * 3_600_000);
  return {
    ContinuousBackupsStatus,
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: recoveryDays,
      EarliestRestorableDateTime: new Date(earliestMs),
      LatestRestorableDateTime: new Date(Math.max(earliestMs, nowMs - latestAgoMs)),
    },
  };
}
