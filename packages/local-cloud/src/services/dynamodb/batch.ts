import type { Authorization } from '../../core/service.ts';
import { Validation } from '../../core/validation.ts';
import { validation } from './dynamodb-errors.ts';
import type { Key } from './key.ts';
import type { Tables } from './tables.ts';
import { scalarKey } from './value.ts';

/** The input of a batch of items: its requests, by table. */
interface ItemBatch {
  readonly RequestItems: Record<string, unknown> | undefined;
}

/** One authorization for each table of a batch. */
export function batchAuthorizations(
  tables: Tables,
  action: string,
  { RequestItems }: ItemBatch,
): Authorization[] {
  return Object.keys(RequestItems ?? {}).map((name) => tables.authorization(action, name));
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

/** Refuses a batch without requests, and one with too many requests for a table. */
export function checkCount<Request>(
  requests: readonly (readonly [string, Request])[],
  countOf: (request: Request) => number,
  countMax: number,
): void {
  const validation = new Validation().entries(requests.length, 'requestItems', [1, Number.POSITIVE_INFINITY]);
  for (const [name, request] of requests)
    validation.entries(countOf(request), `requestItems.${name}.member`, [1, countMax]);
  validation.done();
}
