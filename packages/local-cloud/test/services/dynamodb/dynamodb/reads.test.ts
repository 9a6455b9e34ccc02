import { describe, expect, it } from 'vitest';
import { list, member, openDynamoDb, refusal } from '../fixture.ts';

function series() {
  const db = openDynamoDb();
  for (const pk of ['a', 'b']) {
    for (const sk of [10, 9, -1, 2, 2.5]) {
      db.call('PutItem', {
        TableName: 'Series',
        Item: { pk: { S: pk }, sk: { N: String(sk) }, v: { S: `${pk}${sk}` } },
      });
    }
  }
  const query = (condition: string, values: object, more: object = {}): unknown =>
    db.call('Query', {
      TableName: 'Series',
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ':a': { S: 'a' }, ...values },
      ...more,
    });
  return { ...db, query };
}

function sortKeys(output: unknown): number[] {
  return list(output, 'Items').map((item) => Number(member(member(item, 'sk'), 'N')));
}

/** Every item of a query or scan, page by page. */
function allPages(read: (start: unknown) => unknown): unknown[] {
  const items: unknown[] = [];
  let start: unknown;
  do {
    const page = read(start);
    items.push(...list(page, 'Items'));
    start = member(page, 'LastEvaluatedKey');
  } while (start !== undefined);
  return items;
}

function roster(count: number) {
  const db = openDynamoDb();
  for (let i = 0; i < count; i++) {
    const due = i % 3 === 0 ? {} : { dueAt: { N: String(1000 - i) } };
    const Item = {
      id: { S: `i-${i}` },
      status: { S: i % 2 ? 'waiting' : 'claimed' },
      reason: { S: 'r' },
      more: { S: 'm' },
    };
    db.call('PutItem', { TableName: 'Roster', Item: { ...Item, ...due } });
  }
  return db;
}

const dueQuery = {
  TableName: 'Roster',
  IndexName: 'due',
  KeyConditionExpression: '#s = :s AND dueAt <= :now',
  ExpressionAttributeNames: { '#s': 'status' },
  ExpressionAttributeValues: { ':s': { S: 'waiting' }, ':now': { N: '990' } },
};

describe('reads', () => {
  it.each([
    ['pk = :a', {}, [-1, 2, 2.5, 9, 10]],
    ['pk = :a AND sk < :x', { ':x': { N: '9' } }, [-1, 2, 2.5]],
    ['pk = :a AND sk <= :x', { ':x': { N: '9' } }, [-1, 2, 2.5, 9]],
    ['pk = :a AND sk > :x', { ':x': { N: '2' } }, [2.5, 9, 10]],
    ['sk >= :x AND pk = :a', { ':x': { N: '2' } }, [2, 2.5, 9, 10]],
    ['pk = :a AND sk = :x', { ':x': { N: '9.0' } }, [9]],
    ['(pk = :a) AND (sk BETWEEN :x AND :y)', { ':x': { N: '2' }, ':y': { N: '9' } }, [2, 2.5, 9]],
  ])('queries %s in the order of the number, in both directions', (condition, values, expected) => {
    const { query } = series();
    expect(sortKeys(query(condition, values))).toEqual(expected);
    expect(sortKeys(query(condition, values, { ScanIndexForward: false }))).toEqual(expected.toReversed());
  });

  it('pages a query at its limit, and returns a key even if nothing follows', () => {
    const { query } = series();
    for (const ScanIndexForward of [true, false]) {
      const pages: number[][] = [];
      let start: unknown;
      do {
        const page = query('pk = :a', {}, { Limit: 2, ScanIndexForward, ExclusiveStartKey: start });
        pages.push(sortKeys(page));
        start = member(page, 'LastEvaluatedKey');
      } while (start !== undefined);
      const all = [-1, 2, 2.5, 9, 10];
      expect(pages.flat()).toEqual(ScanIndexForward ? all : all.toReversed());
    }
    expect(query('pk = :a', {}, { Limit: 5 })).toHaveProperty('LastEvaluatedKey.sk', { N: '10' });
  });

  it('filters after the limit, and counts', () => {
    const { query } = series();
    const filter = { FilterExpression: 'v <> :v', Limit: 3 };
    const values = { ':v': { S: 'a2' } };
    expect(query('pk = :a', values, filter)).toMatchObject({ Count: 2, ScannedCount: 3 });
    const counted = query('pk = :a', values, { ...filter, Select: 'COUNT' });
    expect(counted).toMatchObject({ Count: 2, ScannedCount: 3 });
    expect(counted).not.toHaveProperty('Items');
  });

  it('ends a page at 1 MB', () => {
    const db = openDynamoDb();
    for (let i = 0; i < 5; i++) {
      const Item = { pk: { S: 'a' }, sk: { N: String(i) }, pad: { S: 'x'.repeat(300_000) } };
      db.call('PutItem', { TableName: 'Series', Item });
    }
    const input = {
      TableName: 'Series',
      KeyConditionExpression: 'pk = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    };
    const page = db.call('Query', { ...input, ReturnConsumedCapacity: 'TOTAL' });
    expect(page).toMatchObject({ Count: 4, LastEvaluatedKey: { sk: { N: '3' } } });
    expect(page).toHaveProperty('ConsumedCapacity.CapacityUnits', 146.5);
  });

  it.each([
    [41_652, undefined],
    [41_653, { pk: { S: '0123456789' }, sk: { N: '24' } }],
  ])('ends a page where production did: 24 items of 41,638 bytes, and one of %i', (bytes, last) => {
    const db = openDynamoDb();
    for (let i = 0; i < 25; i++) {
      const e = { S: 'e'.repeat(i === 24 ? bytes : 41_638) };
      const Item = { pk: { S: '0123456789' }, sk: { N: String(i) }, c: { S: 'abcde' }, e };
      db.call('PutItem', { TableName: 'Series', Item });
    }
    const values = { ':a': { S: '0123456789' } };
    const input = { KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: values };
    const page = db.call('Query', { TableName: 'Series', Select: 'COUNT', ...input });
    expect([member(page, 'Count'), member(page, 'LastEvaluatedKey')]).toEqual([25, last]);
  });

  it('queries a sparse index in the order of its number, with the projected attributes', () => {
    const db = roster(30);
    const output = db.call('Query', dueQuery);
    const expected = [29, 25, 23, 19, 17, 13, 11].map((i) => ({
      id: { S: `i-${i}` },
      status: { S: 'waiting' },
      dueAt: { N: String(1000 - i) },
      reason: { S: 'r' },
    }));
    expect(member(output, 'Items')).toEqual(expected);
  });

  it('pages an index through entries with equal keys', () => {
    const db = openDynamoDb();
    for (let i = 0; i < 20; i++) {
      db.call('PutItem', {
        TableName: 'Roster',
        Item: { id: { S: `i-${i}` }, status: { S: 'waiting' }, dueAt: { N: '5' } },
      });
    }
    for (const ScanIndexForward of [true, false]) {
      const items = allPages((start) =>
        db.call('Query', { ...dueQuery, Limit: 3, ScanIndexForward, ExclusiveStartKey: start }),
      );
      expect(new Set(items.map((item) => member(member(item, 'id'), 'S'))).size).toBe(20);
      expect(items).toHaveLength(20);
    }
  });

  it('scans every item once, in pages and in segments, without an order of keys', () => {
    const db = roster(200);
    const scan = (more: object) =>
      allPages((start) =>
        db.call('Scan', { TableName: 'Roster', Limit: 7, ExclusiveStartKey: start, ...more }),
      );
    const ids = (items: unknown[]) => items.map((item) => String(member(member(item, 'id'), 'S')));
    const all = ids(scan({}));
    expect(new Set(all).size).toBe(200);
    expect(all).not.toEqual(all.toSorted());
    const segments = [0, 1, 2, 3].map((Segment) => ids(scan({ Segment, TotalSegments: 4 })));
    expect(segments.flat().toSorted()).toEqual(all.toSorted());
    expect(segments.every((segment) => segment.length > 20)).toBe(true);
    expect(scan({ IndexName: 'due' })).toHaveLength(133);
    expect(scan({ IndexName: 'byOrder' })).toHaveLength(0);
  });

  it.each([
    [{ KeyConditionExpression: 'sk = :a' }, 'Query condition missed key schema element: pk'],
    [{ KeyConditionExpression: 'pk > :a' }, 'Query key condition not supported'],
    [{ KeyConditionExpression: 'pk = :a OR sk = :a' }, 'Invalid operator used in KeyConditionExpression: OR'],
    [{ KeyConditionExpression: 'pk = :a AND v = :a' }, 'Query condition missed key schema element: sk'],
    [
      { KeyConditionExpression: 'pk = :a AND sk = :a' },
      'Condition parameter type does not match schema type',
    ],
    [{ FilterExpression: 'sk = :a' }, 'Filter Expression can only contain non-primary key attributes'],
    [{ IndexName: 'nope' }, 'The table does not have the specified index: nope'],
    [{ Limit: 0 }, "Value '0' at 'limit' failed to satisfy constraint"],
    [{ ExclusiveStartKey: { pk: { S: 'a' } } }, 'The provided starting key is invalid'],
    [
      { ExclusiveStartKey: { pk: { S: 'b' }, sk: { N: '1' } } },
      'The provided starting key is outside query boundaries',
    ],
    [{ Select: 'SPECIFIC_ATTRIBUTES' }, 'Must specify the AttributesToGet or ProjectionExpression'],
    [
      { Select: 'COUNT', ProjectionExpression: 'v' },
      'Cannot specify the ProjectionExpression when choosing to get COUNT',
    ],
  ])('refuses the query %j', (more, message) => {
    const { query } = series();
    const error = refusal(() => query('pk = :a', {}, more));
    expect(error.code).toBe('ValidationException');
    expect(error.message).toContain(message);
  });

  it('refuses consistent reads and unprojected attributes of an index', () => {
    const db = roster(3);
    const read = (more: object) => refusal(() => db.call('Query', { ...dueQuery, ...more })).message;
    expect(read({ ConsistentRead: true })).toBe(
      'Consistent reads are not supported on global secondary indexes',
    );
    expect(read({ Select: 'ALL_ATTRIBUTES' })).toContain('because its projection type is not ALL');
    expect(read({ ProjectionExpression: 'more' })).toContain(
      'Global secondary index due does not project [more]',
    );
  });

  it('refuses invalid segments', () => {
    const db = roster(1);
    const scan = (more: object) => refusal(() => db.call('Scan', { TableName: 'Roster', ...more })).message;
    expect(scan({ Segment: 4, TotalSegments: 4 })).toContain('Segment: 4 is not less than TotalSegments: 4');
    expect(scan({ Segment: 0 })).toContain('The TotalSegments parameter is required');
  });
});
