import type { Host } from '../../core/host.ts';
import { NotEmulatedError, type Operation, type Service } from '../../core/service.ts';
import { batchOperations } from './batch-operations.ts';
import { describeOperations } from './describe-operations.ts';
import { Table } from './dynamodb-table.ts';
import { itemOperations } from './item-operations.ts';
import { partiqlOperations } from './partiql-operations.ts';
import { readOperations } from './read-operations.ts';
import { readSchema } from './schema.ts';
import { Tables } from './tables.ts';
import { TimeToLive } from './time-to-live.ts';

/** Operations whose absence is named with care, because a product could well call them. */
const notEmulated = ['TransactWriteItems', 'TransactGetItems', 'ExecuteTransaction'];

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
    ...itemOperations(tables),
    ...readOperations(tables),
    ...batchOperations(tables),
    ...partiqlOperations(tables),
    ...describeOperations(tables),
    ...Object.fromEntries(notEmulated.map((name) => [name, refusal(name)])),
  };
}

function refusal(name: string): Operation {
  const refuse = (): never => {
    throw new NotEmulatedError(`dynamodb ${name}`);
  };
  return { authorize: refuse, run: refuse };
}
