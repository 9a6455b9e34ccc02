import type { Operation } from '../../core/service.ts';
import { batchExecuteStatement } from './operations/batch-execute-statement.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { deleteItem } from './operations/delete-item.ts';
import { describeTable } from './operations/describe-table.ts';
import { describeTimeToLive } from './operations/describe-time-to-live.ts';
import { executeStatement } from './operations/execute-statement.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { updateItem } from './operations/update-item.ts';
import type { Tables } from './tables.ts';

/** The operations by API name, each in a file of its name. */
export function dynamodbOperations(tables: Tables) {
  return {
    BatchExecuteStatement: batchExecuteStatement(tables),
    BatchGetItem: batchGetItem(tables),
    BatchWriteItem: batchWriteItem(tables),
    DeleteItem: deleteItem(tables),
    DescribeTable: describeTable(tables),
    DescribeTimeToLive: describeTimeToLive(tables),
    ExecuteStatement: executeStatement(tables),
    GetItem: getItem(tables),
    ListTables: listTables(tables),
    PutItem: putItem(tables),
    Query: query(tables),
    Scan: scan(tables),
    UpdateItem: updateItem(tables),
  } satisfies Record<string, Operation>;
}
