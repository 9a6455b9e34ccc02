import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Shapes } from '../../../src/services/dynamodb/row.ts';
import { SortedRows } from '../../../src/services/dynamodb/sorted-rows.ts';
import { list, member, openDynamoDb } from './fixture.ts';

const change = fc.record(
  {
    kind: fc.constantFrom('put', 'update', 'delete', 'partiql'),
    id: fc.integer({ min: 0, max: 5 }),
    status: fc.constantFrom('waiting', 'claimed', undefined),
    dueAt: fc.constantFrom('1', '10', '9', '1.5', '12345678901234567890', undefined),
  },
  { noNullPrototype: true },
);

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(db: ReturnType<typeof openDynamoDb>, { kind, id, status, dueAt }: Change): void {
  const Key = { id: { S: `i-${id}` } };
  const attributes = {
    ...(status === undefined ? {} : { status: { S: status } }),
    ...(dueAt === undefined ? {} : { dueAt: { N: dueAt } }),
  };
  if (kind === 'put') db.call('PutItem', { TableName: 'Roster', Item: { ...Key, ...attributes } });
  if (kind === 'delete') db.call('DeleteItem', { TableName: 'Roster', Key });
  if (kind === 'partiql') {
    const set = dueAt === undefined ? 'REMOVE dueAt' : `SET dueAt = ${dueAt}`;
    db.call('BatchExecuteStatement', {
      Statements: [{ Statement: `UPDATE Roster ${set} WHERE id = 'i-${id}'` }],
    });
  }
  if (kind !== 'update') return;
  db.call('UpdateItem', {
    TableName: 'Roster',
    Key,
    UpdateExpression: `${status === undefined ? 'REMOVE #s' : 'SET #s = :s'}${dueAt === undefined ? '' : `${status === undefined ? ' SET' : ','} dueAt = :d`}`,
    ExpressionAttributeNames: { '#s': 'status' },
    ...(status === undefined && dueAt === undefined
      ? {}
      : {
          ExpressionAttributeValues: {
            ...(status === undefined ? {} : { ':s': { S: status } }),
            ...(dueAt === undefined ? {} : { ':d': { N: dueAt } }),
          },
        }),
  });
}

const due = (item: unknown): number => Number(member(member(item, 'dueAt'), 'N'));

describe('indexes', () => {
  it('always equal a recomputation from the table', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        const db = openDynamoDb();
        for (const one of changes) apply(db, one);
        const table = list(db.call('Scan', { TableName: 'Roster' }), 'Items');
        const scanned = list(db.call('Scan', { TableName: 'Roster', IndexName: 'due' }), 'Items');
        const expected = table.filter((item) => member(item, 'status') && member(item, 'dueAt'));
        const sorted = (items: unknown[]) =>
          items.map((item) => JSON.stringify(Object.entries(Object(item)).sort())).sort();
        expect(sorted(scanned)).toEqual(sorted(expected));
        for (const status of ['waiting', 'claimed']) {
          const queried = list(
            db.call('Query', {
              TableName: 'Roster',
              IndexName: 'due',
              KeyConditionExpression: '#s = :s',
              ExpressionAttributeNames: { '#s': 'status' },
              ExpressionAttributeValues: { ':s': { S: status } },
            }),
            'Items',
          );
          const dues = queried.map(due);
          expect(dues).toEqual(dues.toSorted((a, b) => a - b));
          expect(sorted(queried)).toEqual(
            sorted(expected.filter((item) => member(member(item, 'status'), 'S') === status)),
          );
        }
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});

describe('sorted rows', () => {
  it('stay sorted and complete through splits and emptied chunks', () => {
    const rows = new SortedRows<number>((a, b) => a - b);
    const numbers = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 3000);
    for (const n of numbers) rows.insert(n);
    expect([...rows.forward(() => 0)]).toEqual(numbers.toSorted((a, b) => a - b));
    const inRange = (row: number): number => (row < 1000 ? -1 : row > 1999 ? 1 : 0);
    expect([...rows.forward(inRange)]).toEqual(Array.from({ length: 1000 }, (_, i) => 1000 + i));
    expect([...rows.backward(inRange)]).toEqual(Array.from({ length: 1000 }, (_, i) => 1999 - i));
    for (const n of numbers) if (n % 3 !== 0 || n < 900) rows.delete(n);
    expect(rows.size).toBe(700);
    expect(rows.find((row) => row - 999)).toBe(999);
    expect(rows.find((row) => row - 1000)).toBeUndefined();
    expect([...rows.backward(() => 0)]).toEqual(Array.from({ length: 700 }, (_, i) => 2997 - 3 * i));
  });

  it('refuse to delete a row that is not stored', () => {
    const rows = new SortedRows<number>((a, b) => a - b);
    rows.insert(1);
    expect(() => rows.delete(2)).toThrow('not in the order');
  });
});

describe('shapes', () => {
  it('are shared by items with equal names, in any order', () => {
    const shapes = new Shapes();
    const one = shapes.item(
      new Map([
        ['b', 'x'],
        ['a', 'y'],
      ]),
    );
    const two = shapes.item(
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
    expect(two.shape).toBe(one.shape);
    expect(one.shape.names).toEqual(['a', 'b']);
    expect(one.values).toEqual(['y', 'x']);
  });
});
