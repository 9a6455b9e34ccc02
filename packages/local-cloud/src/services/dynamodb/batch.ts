import type { Authorization } from '../../core/service.ts';
import { decodeValue } from './attribute-value.ts';
import { validation } from './dynamodb-errors.ts';
import type { Key } from './key.ts';
import type { Tables } from './tables.ts';
import { isScalar, scalarKey, typeOf, type Value } from './value.ts';

/** The input of a batch of items: its requests, by table. */
interface ItemBatch<Request> {
  readonly RequestItems: Record<string, Request> | undefined;
}

/** One authorization for each table of a batch, with the keys of its items. */
export function batchAuthorizations<Request>(
  tables: Tables,
  action: string,
  { RequestItems }: ItemBatch<Request>,
  itemsOf: (request: Request) => Parameters<Tables['itemAuthorization']>[2],
): Authorization[] {
  return Object.entries(RequestItems ?? {}).map(([name, request]) =>
    tables.itemAuthorization(action, name, itemsOf(request)),
  );
}

/** A string that is equal for equal keys of one table. */
function keyText(key: Key): string {
  return key.sort === undefined
    ? scalarKey(key.partition)
    : JSON.stringify([scalarKey(key.partition), scalarKey(key.sort)]);
}

/** Refuses a batch that names one item twice. */
export function refuseDuplicates(keys: readonly Key[]): void {
  if (new Set(keys.map(keyText)).size === keys.length) return;
  throw validation('Provided list of item keys contains duplicates');
}

/** Refuses a batch that names one key twice, before the table tells what a key is. */
export function refuseSameKeys(keys: readonly ReadonlyMap<string, Value>[]): void {
  if (new Set(keys.map(attributesText)).size === keys.length) return;
  throw validation('Provided list of item keys contains duplicates');
}

/** A string that is equal for equal attributes. */
function attributesText(key: ReadonlyMap<string, Value>): string {
  const parts: string[] = [];
  for (const [name, value] of key) {
    const text = isScalar(value) ? `${typeOf(value)}${scalarKey(value)}` : JSON.stringify(decodeValue(value));
    parts.push(`${name.length}:${name}${text.length}:${text}`);
  }
  return parts.length < 2 ? (parts[0] ?? '') : parts.sort().join('');
}
