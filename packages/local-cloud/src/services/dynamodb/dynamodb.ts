import type { Host } from '../../core/host.ts';
import type { Service } from '../../core/service.ts';
import { billedStorage } from './capacity.ts';
import { validation } from './dynamodb-errors.ts';
import { dynamodbOperations } from './dynamodb-operations.ts';
import { Table, type TablePorts } from './dynamodb-table.ts';
import type { Item } from './row.ts';
import { readSchema, type TableSchema } from './schema.ts';
import { refuseTableChange } from './table-change.ts';
import { Tables } from './tables.ts';
import { TimeToLive } from './time-to-live.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What a table was at a moment. */
export interface TableBackup {
  readonly schema: TableSchema;
  readonly items: readonly Item[];
}

/**
 * DynamoDB of the local cloud: on-demand tables with global secondary indexes, expressions, PartiQL and time to live.
 * Everything is strongly consistent, including indexes, and nothing is throttled.
 */
export class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly operations: ReturnType<typeof dynamodbOperations>;
  readonly #host: Host;
  readonly #tables: Tables;
  /** By table name, if time to live is on. */
  readonly #timesToLive = new Map<string, TimeToLive>();

  constructor(host: Host) {
    this.#host = host;
    this.#tables = new Tables(`arn:${host.partition}:dynamodb:${host.region}:${host.accountId}:table/`);
    this.operations = dynamodbOperations(this.#tables, (table, attribute) => this.#expire(table, attribute));
  }

  /**
   * Creates a table from resolved `AWS::DynamoDB::Table` or `AWS::DynamoDB::GlobalTable` properties. It is ACTIVE at
   * once. Throws `NotEmulatedError` for properties that callers would notice: provisioned capacity, streams, local
   * indexes.
   */
  declareTable(properties: Properties, names: { readonly tableName: string; readonly arn: string }): void {
    const schema = readSchema(properties);
    const { timeline } = this.#host;
    const tableId = this.#host.random('dynamodb/table-id').uuid();
    const identity = { ...names, tableId, createdMs: timeline.nowMs };
    const { tableName } = names;
    const table = new Table(identity, schema, this.#portsOf(tableName));
    this.#tables.add(table);
    this.#expire(table, schema.timeToLiveAttribute);
  }

  /** Changes a table to these resolved properties. Its key stays. @throws ServiceError for what UpdateTable refuses. */
  updateTable(tableName: string, properties: Properties): void {
    const table = this.#tables.get(tableName);
    const schema = readSchema(properties);
    const { timeToLiveAttribute: attribute, recoveryDays } = table.schema;
    refuseTableChange(table.schema, schema);
    table.change(schema);
    if (recoveryDays === undefined) table.recoverableSinceMs = this.#host.timeline.nowMs;
    if (schema.timeToLiveAttribute !== attribute) this.#expire(table, schema.timeToLiveAttribute);
  }

  /** Deletes a table with its items. @throws ServiceError for a table that is protected against deletion. */
  removeTable(tableName: string): void {
    if (!this.#tables.has(tableName)) return;
    if (this.#tables.get(tableName).schema.isDeletionProtected)
      throw validation(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    this.#timesToLive.get(tableName)?.stop();
    this.#timesToLive.delete(tableName);
    this.#tables.remove(tableName);
  }

  /** The bytes that AWS bills for storage: of the table, and of its indexes together. */
  storedBytes(tableName: string): { readonly table: number; readonly indexes: number } {
    return billedStorage(this.#tables.get(tableName));
  }

  /** The items of a table as they are now, for `restore`. */
  backUp(tableName: string): TableBackup {
    const table = this.#tables.get(tableName);
    // An item is never changed. A write puts another one in its place.
    return { schema: table.schema, items: [...table.rows.forward(() => 0)].map(({ item }) => item) };
  }

  /**
   * Makes a new table from a backup, as AWS does from a point in time: with another id, and without what
   * is no part of a backup: time to live, recovery, tags, the protection against deletion.
   * @throws ServiceError while there is a table of this name: it must be deleted first.
   */
  restore({ schema, items }: TableBackup, names: { readonly tableName: string; readonly arn: string }): void {
    const { tableName } = names;
    const tableId = this.#host.random('dynamodb/table-id').uuid();
    const identity = { ...names, tableId, createdMs: this.#host.timeline.nowMs };
    const without = {
      timeToLiveAttribute: undefined,
      recoveryDays: undefined,
      tags: new Map<string, string>(),
    };
    const restored = { ...schema, ...without, isDeletionProtected: false };
    const table = new Table(identity, restored, this.#portsOf(tableName));
    this.#tables.add(table);
    for (const item of items) table.put(item, undefined);
  }

  /**
   * Takes a table away, as its deletion does when somebody has lifted its protection.
   * @throws ServiceError when there is none.
   */
  takeAway(tableName: string): void {
    this.#expire(this.#tables.get(tableName), undefined);
    this.#tables.remove(tableName);
  }

  #portsOf(tableName: string): TablePorts {
    return {
      bill: this.#host.bill,
      noticed: (item) => this.#timesToLive.get(tableName)?.noticed(item),
    };
  }

  has(tableName: string): boolean {
    return this.#tables.has(tableName);
  }

  /** Sets the attribute of time to live, or turns it off. */
  #expire(table: Table, attribute: string | undefined): void {
    const { tableName } = table.identity;
    const { timeline } = this.#host;
    const before = this.#timesToLive.get(tableName);
    if (before !== undefined || attribute !== undefined) table.timeToLiveChangedMs = timeline.nowMs;
    before?.stop();
    this.#timesToLive.delete(tableName);
    if (attribute === undefined) return;
    const random = this.#host.random('dynamodb/time-to-live');
    const timeToLive = new TimeToLive({ timeline, random, attribute });
    timeToLive.attach(table);
    this.#timesToLive.set(tableName, timeToLive);
    for (const row of table.rows.forward(() => 0)) timeToLive.noticed(row.item);
  }
}
