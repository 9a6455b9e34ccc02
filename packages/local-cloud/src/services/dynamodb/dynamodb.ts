import type { Host } from '../../core/host.ts';
import type { Service } from '../../core/service.ts';
import { Table } from './dynamodb-table.ts';
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
import { readSchema } from './schema.ts';
import { Tables } from './tables.ts';
import { TimeToLive } from './time-to-live.ts';

/** The operations by API name, with the input and output types of each. */
export type DynamoDbOperations = ReturnType<typeof operationsOf>;

/**
 * DynamoDB for the local cloud: on-demand tables with global secondary indexes, expressions, PartiQL and time to live.
 * Everything is strongly consistent, indexes included, and nothing throttles. See docs/fidelity.md.
 */
export class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly operations: DynamoDbOperations;
  readonly #host: Host;
  readonly #tables: Tables;

  constructor(host: Host) {
    this.#host = host;
    this.#tables = new Tables(`arn:${host.partition}:dynamodb:${host.region}:${host.accountId}:table/`);
    this.operations = operationsOf(this.#tables);
  }

  /**
   * Makes a table of resolved `AWS::DynamoDB::Table` or `AWS::DynamoDB::GlobalTable` properties. It is ACTIVE at once.
   * Throws `NotEmulatedError` for properties that callers would notice: provisioned capacity, streams, local indexes.
   */
  declareTable(
    properties: Readonly<Record<string, unknown>>,
    names: { readonly tableName: string; readonly arn: string },
  ): void {
    const schema = readSchema(properties);
    const { timeline } = this.#host;
    const attribute = schema.timeToLiveAttribute;
    const timeToLive =
      attribute === undefined
        ? undefined
        : new TimeToLive({ timeline, random: this.#host.random('dynamodb/time-to-live'), attribute });
    const tableId = this.#host.random('dynamodb/table-id').uuid();
    const identity = { ...names, tableId, createdMs: timeline.nowMs };
    const table = new Table(identity, schema, (item) => timeToLive?.noticed(item));
    timeToLive?.attach(table);
    this.#tables.add(table);
  }
}

function operationsOf(tables: Tables) {
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
  };
}
