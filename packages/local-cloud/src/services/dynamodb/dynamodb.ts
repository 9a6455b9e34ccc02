import type { Host } from '../../core/host.ts';
import type { Service } from '../../core/service.ts';
import { dynamodbOperations } from './dynamodb-operations.ts';
import { Table } from './dynamodb-table.ts';
import { readSchema } from './schema.ts';
import { Tables } from './tables.ts';
import { TimeToLive } from './time-to-live.ts';

/**
 * DynamoDB of the local cloud: on-demand tables with global secondary indexes, expressions, PartiQL and time to live.
 * Everything is strongly consistent, including indexes, and nothing is throttled.
 */
export class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly operations: ReturnType<typeof dynamodbOperations>;
  readonly #host: Host;
  readonly #tables: Tables;

  constructor(host: Host) {
    this.#host = host;
    this.#tables = new Tables(`arn:${host.partition}:dynamodb:${host.region}:${host.accountId}:table/`);
    this.operations = dynamodbOperations(this.#tables);
  }

  /**
   * Creates a table from resolved `AWS::DynamoDB::Table` or `AWS::DynamoDB::GlobalTable` properties. It is ACTIVE at
   * once. Throws `NotEmulatedError` for properties that callers would notice: provisioned capacity, streams, local
   * indexes.
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
