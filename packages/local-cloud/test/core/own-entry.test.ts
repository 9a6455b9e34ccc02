import { describe, expect, it } from 'vitest';
import { ownEntry, setEntry } from '../../src/core/own-entry.ts';

const inherited = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];

describe('an entry of a record', () => {
  it.each(inherited)('is not found by the name %s, which every object inherits', (name) => {
    expect(ownEntry<unknown>({ other: 1 }, name)).toBeUndefined();
  });

  it.each([...inherited, 'plain'])('is kept under the name %s', (name) => {
    const record: Record<string, number> = {};
    setEntry(record, name, 1);
    expect([ownEntry(record, name), JSON.stringify(record)]).toEqual([1, `{"${name}":1}`]);
    setEntry(record, name, 2);
    expect(Object.entries({ ...record })).toEqual([[name, 2]]);
  });
});
