import type { UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { describeBackups, findBackedUp } from '../continuous-backups.ts';
import { validation } from '../dynamodb-errors.ts';
import { recoveryDaysMax } from '../schema.ts';
import type { Tables } from '../tables.ts';

/** UpdateContinuousBackups: turns point-in-time recovery on and off. The same again changes nothing. */
export function updateContinuousBackups(
  tables: Tables,
): Operation<UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput> {
  return {
    authorize: (input) => [tables.authorization('UpdateContinuousBackups', input.TableName)],
    run(input, { nowMs }) {
      const { PointInTimeRecoveryEnabled: isEnabled = false, RecoveryPeriodInDays: days } =
        input.PointInTimeRecoverySpecification ?? {};
      if (!isEnabled && days !== undefined)
        throw validation(
          'Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.',
        );
      const table = findBackedUp(tables, input.TableName);
      const before = table.schema.recoveryDays;
      const recoveryDays = isEnabled ? (days ?? before ?? recoveryDaysMax) : undefined;
      if (before === undefined) table.recoverableSinceMs = nowMs;
      table.change({ ...table.schema, recoveryDays });
      return { ContinuousBackupsDescription: describeBackups(table, nowMs) };
    },
  };
}
