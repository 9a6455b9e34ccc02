import type {
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { describeBackups, findBackedUp } from '../continuous-backups.ts';
import type { Tables } from '../tables.ts';

/** DescribeContinuousBackups. */
export function describeContinuousBackups(
  tables: Tables,
): Operation<DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput> {
  return {
    authorize: (input) => [tables.authorization('DescribeContinuousBackups', input.TableName)],
    run: (input, { nowMs }) => ({
      ContinuousBackupsDescription: describeBackups(findBackedUp(tables, input.TableName), nowMs),
    }),
  };
}
