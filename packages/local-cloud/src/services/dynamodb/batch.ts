import type { Authorization } from '../../core/service.ts';
import { validation } from './dynamodb-errors.ts';
import type { Key } from './key.ts';
import type { Tables } from './tables.ts';
import { scalarKey } from './value.ts';

/** The input of a batch of items: its requests, by table. */
interface ItemBatch {
  readonly RequestItems: Record<string, unknown> | undefined;
}

/** One question to IAM for each table of a batch. */
export function batchAuthorizations(
  tables: Tables,
  action: string,
  { RequestItems }: ItemBatch,
): Authorization[] {
  return Object.keys(RequestItems ?? {}).map((name) => tables.authorization(action, name));
}

/** A text that is equal for equal keys of one table. */
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

/** Refuses a batch that asks for nothing, and one that asks one table for too much. */
export function checkCount<Request>(
  requests: readonly (readonly [string, Request])[],
  countOf: (request: Request) => number,
  countMax: number,
): void {
  if (requests.length === 0) {
    throw validation(
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  for (const [name, request] of requests) {
    const count = countOf(request);
    if (count >= 1 && count <= countMax) continue;
    throw validation(
      `1 validation error detected: Value at 'requestItems.${name}.member' failed to satisfy constraint: Member must have length between 1 and ${countMax}; it has ${count}`,
    );
  }
}
