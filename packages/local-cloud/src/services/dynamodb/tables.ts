import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ownEntry } from '../../core/own-entry.ts';
import type { Authorization } from '../../core/service.ts';
import { Validation } from '../../core/validation.ts';
import { invalidParameter, notFound, validation } from './dynamodb-errors.ts';
import type { Table } from './dynamodb-table.ts';

/** An item or a key, as a request has it. */
type GivenItem = Readonly<Record<string, AttributeValue>> | undefined;

/** The tables of an account and region by name. */
export class Tables {
  readonly #byName = new Map<string, Table>();
  readonly #arnPrefix: string;

  constructor(arnPrefix: string) {
    this.#arnPrefix = arnPrefix;
  }

  /** Adds a table. @throws ServiceError for a name that is taken. */
  add(table: Table): void {
    const { tableName } = table.identity;
    if (this.#byName.has(tableName)) throw validation(`Table already exists: ${tableName}`);
    this.#byName.set(tableName, table);
  }

  /** The table of a request's `TableName`, which may be an ARN; undefined when there is none. */
  find(nameOrArn: string | undefined): Table | undefined {
    return this.#byName.get(this.#nameOf(nameOrArn));
  }

  /** The same, of a request that needs one. @throws ServiceError when there is none. */
  get(nameOrArn: string | undefined): Table {
    const table = this.find(nameOrArn);
    if (table === undefined) throw notFound();
    return table;
  }

  /** The table for an operation on tags. @throws ServiceError for what is no ARN of a table here. */
  tagged(arn = ''): Table {
    if (!arn.startsWith('arn:')) throw invalidParameter(`ARNs must start with 'arn:': ${arn}`);
    if (!arn.startsWith(this.#arnPrefix))
      throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
    const table = this.find(arn);
    if (table === undefined) throw notFound(`: ResourceArn: ${arn} not found`);
    return table;
  }

  /** The table for an operation on the table itself. Its error names the table. */
  described(nameOrArn: string | undefined): Table {
    const table = this.find(nameOrArn);
    if (table === undefined) throw notFound(`: Table: ${this.#nameOf(nameOrArn)} not found`);
    return table;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** The names, sorted. */
  names(): string[] {
    return [...this.#byName.keys()].sort();
  }

  /** The authorization for an action on a table or on one of its indexes. The table need not exist. */
  authorization(action: string, nameOrArn: string | undefined, indexName?: string): Authorization {
    const arn = `${this.#arnPrefix}${this.#nameOf(nameOrArn)}`;
    return {
      action: `dynamodb:${action}`,
      resource: indexName === undefined ? arn : `${arn}/index/${indexName}`,
    };
  }

  /**
   * The authorization for an action on items, with the values of their partition keys as `dynamodb:LeadingKeys`. An item
   * without its key is refused later.
   */
  itemAuthorization(
    action: string,
    nameOrArn: string | undefined,
    items: readonly GivenItem[],
  ): Authorization {
    const authorization = this.authorization(action, nameOrArn);
    const name = this.find(nameOrArn)?.schema.key.partition.name;
    const keys = items.flatMap((item) => {
      const value = name === undefined ? undefined : ownEntry(item ?? {}, name);
      return value?.S ?? value?.N ?? [];
    });
    return keys.length === 0
      ? authorization
      : { ...authorization, conditions: { 'dynamodb:LeadingKeys': keys } };
  }

  #nameOf(nameOrArn: string | undefined): string {
    const given = nameOrArn === '' ? undefined : nameOrArn;
    new Validation().required(given, 'tableName').done();
    return given?.startsWith(this.#arnPrefix) === true ? given.slice(this.#arnPrefix.length) : (given ?? '');
  }
}
