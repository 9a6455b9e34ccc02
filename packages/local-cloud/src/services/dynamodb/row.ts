import { type Scalar, scalarKey, type Value, valueSizeBytes } from './value.ts';

/** A set of attributes by name: an item, or a map of attributes. */
export interface Attributes {
  get(name: string): Value | undefined;
  forEach(visit: (value: Value, name: string) => void): void;
}

/** The attribute names that similar items share. */
export interface Shape {
  readonly names: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
  /** The bytes of the names in the size of an item. */
  readonly namesBytes: number;
}

/** An item: a shape and its values. It is immutable, so a reference to it is a snapshot. */
export class Item implements Attributes {
  readonly shape: Shape;
  readonly values: readonly Value[];
  #sizeBytes: number | undefined;

  constructor(shape: Shape, values: readonly Value[]) {
    this.shape = shape;
    this.values = values;
  }

  get(name: string): Value | undefined {
    const position = this.shape.positions.get(name);
    return position === undefined ? undefined : this.values[position];
  }

  forEach(visit: (value: Value, name: string) => void): void {
    const { names } = this.shape;
    for (let position = 0; position < names.length; position++) {
      const name = names[position];
      const value = this.values[position];
      if (name !== undefined && value !== undefined) visit(value, name);
    }
  }

  /** The bytes of names and values, computed on first use. */
  get sizeBytes(): number {
    this.#sizeBytes ??= this.values.reduce<number>(
      (size, value) => size + valueSizeBytes(value),
      this.shape.namesBytes,
    );
    return this.#sizeBytes;
  }
}

/** A position in the order of a table: the hash of the partition key, and an item with the key. */
export interface Placed {
  readonly hash: number;
  readonly item: Attributes;
}

/** A position in a table and its current item. */
export interface Row extends Placed {
  item: Item;
}

/** The size at which the cache of name orders is cleared. Items keep their shapes. */
const ordersMax = 10_000;

/** The shapes of one table. Names are sorted, so items with equal names share one shape in any order of names. */
export class Shapes {
  readonly #byOrder = new Map<string, Shape>();

  /** Creates an item with these attributes. */
  item(attributes: ReadonlyMap<string, Value>): Item {
    const shape = this.#shapeOf([...attributes.keys()]);
    const values: Value[] = [];
    for (const name of shape.names) {
      const value = attributes.get(name);
      if (value !== undefined) values.push(value);
    }
    // A copy has no spare capacity, unlike an array that was pushed to. That matters for a million items.
    return new Item(shape, values.slice());
  }

  #shapeOf(names: string[]): Shape {
    const order = names.join('\0');
    const known = this.#byOrder.get(order);
    if (known !== undefined) return known;
    const sorted = names.toSorted();
    const canonical = sorted.join('\0');
    const shape = this.#byOrder.get(canonical) ?? {
      names: sorted,
      positions: new Map(sorted.map((name, position) => [name, position])),
      namesBytes: sorted.reduce((bytes, name) => bytes + Buffer.byteLength(name), 0),
    };
    if (this.#byOrder.size >= ordersMax) this.#byOrder.clear();
    this.#byOrder.set(canonical, shape);
    this.#byOrder.set(order, shape);
    return shape;
  }
}

/** Bytes of an item: names and values. */
export function sizeBytes(attributes: Attributes): number {
  if (attributes instanceof Item) return attributes.sizeBytes;
  let size = 0;
  attributes.forEach((value, name) => {
    size += Buffer.byteLength(name) + valueSizeBytes(value);
  });
  return size;
}

/**
 * The hash of a partition key: FNV-1a with a final mix, as a signed 32-bit integer. AWS does not publish its function.
 * As with AWS, the order of a scan looks random.
 */
export function partitionHash(key: Scalar): number {
  const text = scalarKey(key);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
