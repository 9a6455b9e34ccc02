import type { Attributes } from './row.ts';
import { isNumber, type Value, ValueSet, valueSizeBytes } from './value.ts';

/** A stored item has this much more, once for each piece of it, besides its sort key. */
const pieceBytes = 3072;
const pieceOverheadBytes = 18;
const itemOverheadBytes = 2;

/**
 * The bytes of an item as they count for the end of a page: a name counts one, a text has its length before it, and each
 * piece has an overhead. AWS does not publish this. Source: what others found when they compared pages with production.
 */
export function storedSizeBytes(item: Attributes, sortName: string | undefined): number {
  let bytes = 0;
  let sortBytes = 0;
  item.forEach((value, name) => {
    if (name === sortName) sortBytes = valueSizeBytes(value);
    else bytes += 1 + storedValueBytes(value);
  });
  const pieces = 1 + Math.floor((1 + bytes) / pieceBytes);
  return itemOverheadBytes + bytes + pieces * (pieceOverheadBytes + sortBytes);
}

function storedValueBytes(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  const bytes = valueSizeBytes(value);
  if (typeof value === 'string') return bytes + (bytes < 128 ? 1 : bytes < 16_384 ? 2 : 3);
  if (isNumber(value) || value instanceof Uint8Array) return bytes + 1;
  return value instanceof ValueSet ? bytes + value.members.size + 1 : bytes;
}
