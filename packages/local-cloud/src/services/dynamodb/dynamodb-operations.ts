import type { Operation } from '../../core/service.ts';
import { batchExecuteStatement } from './operations/batch-execute-statement.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { deleteItem } from './operations/delete-item.ts';
import { describeContinuousBackups } from './operations/describe-continuous-backups.ts';
import { describeTable } from './operations/describe-table.ts';
import { describeTimeToLive } from './operations/describe-time-to-live.ts';
import { executeStatement } from './operations/execute-statement.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { listTagsOfResource } from './operations/list-tags-of-resource.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { tagResource } from './operations/tag-resource.ts';
import { updateContinuousBackups } from './operations/update-continuous-backups.ts';
import { updateItem } from './operations/update-item.ts';
import { updateTable } from './operations/update-table.ts';
import { type SetTimeToLive, updateTimeToLive } from './operations/update-time-to-live.ts';
import type { Tables } from './tables.ts';

/** The operations by API name, each in a file of its name. `setTimeToLive` starts and ends the removal of items. */
export function dynamodbOperations(tables: Tables, setTimeToLive: SetTimeToLive) {
  return {
    BatchExecuteStatement: batchExecuteStatement(tables),
    BatchGetItem: batchGetItem(tables),
    BatchWriteItem: batchWriteItem(tables),
    DeleteItem: deleteItem(tables),
    DescribeContinuousBackups: describeContinuousBackups(tables),
    DescribeTable: describeTable(tables),
    DescribeTimeToLive: describeTimeToLive(tables),
    ExecuteStatement: executeStatement(tables),
    GetItem: getItem(tables),
    ListTables: listTables(tables),
    ListTagsOfResource: listTagsOfResource(tables),
    PutItem: putItem(tables),
    Query: query(tables),
    Scan: scan(tables),
    TagResource: tagResource(tables),
    UpdateContinuousBackups: updateContinuousBackups(tables),
    UpdateItem: updateItem(tables),
    UpdateTable: updateTable(tables),
    UpdateTimeToLive: updateTimeToLive(tables, setTimeToLive),
  } satisfies Record<string, Operation>;
}
