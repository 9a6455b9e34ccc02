import type { Attributes } from './row.ts';
import type { KeySchema } from './schema.ts';
import { compareScalars, isScalar, type Scalar } from './value.ts';

/** A primary key of a table, or the key of an index entry without its table key. */
export interface Key {
  readonly partition: Scalar;
  readonly sort: Scalar | undefined;
}

/** The key of an item for a key schema, or undefined if an attribute is missing or has another type. */
export function keyIn(schema: KeySchema, item: Attributes): Key | undefined {
  const partition = item.get(schema.partition.name);
  if (!isScalar(partition)) return undefined;
  if (schema.sort === undefined) return { partition, sort: undefined };
  const sort = item.get(schema.sort.name);
  return isScalar(sort) ? { partition, sort } : undefined;
}

/** The order of keys with equal hashes. */
export function compareKeys(a: Key, b: Key): number {
  const byPartition = compareScalars(a.partition, b.partition);
  if (byPartition !== 0 || a.sort === undefined || b.sort === undefined) return byPartition;
  return compareScalars(a.sort, b.sort);
}
