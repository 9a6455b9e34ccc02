import { describe, expect, it } from 'vitest';
import { member, openDynamoDb } from './fixture.ts';

const dueQuery = {
  TableName: 'Roster',
  IndexName: 'due',
  KeyConditionExpression: '#s = :s AND dueAt <= :now',
  ExpressionAttributeNames: { '#s': 'status' },
  ExpressionAttributeValues: { ':s': { S: 'waiting' }, ':now': { N: '990' } },
};

describe('time to live', () => {
  it('shows an expired item for hours, then removes it from table and index', () => {
    const db = openDynamoDb();
    const startMs = db.timeline.nowMs;
    const expiresAt = { N: String(startMs / 1000 + 60) };
    const Item = { id: { S: 'i-1' }, status: { S: 'waiting' }, dueAt: { N: '5' }, expiresAt };
    db.call('PutItem', { TableName: 'Roster', Item });
    db.call('PutItem', { TableName: 'Roster', Item: { id: { S: 'i-2' } } });
    const count = () => [
      member(db.call('Scan', { TableName: 'Roster' }), 'Count'),
      member(db.call('Query', dueQuery), 'Count'),
    ];
    db.timeline.at(startMs + 3_600_000, () => expect(count()).toEqual([2, 1]));
    while (db.timeline.step());
    expect(count()).toEqual([1, 0]);
    expect(db.timeline.nowMs).toBeGreaterThan(startMs + 3_600_000);
    expect(db.timeline.nowMs).toBeLessThan(startMs + 48 * 3_600_000);
  });

  it('keeps an item with a later expiry, and removes it afterwards', () => {
    const db = openDynamoDb();
    const startMs = db.timeline.nowMs;
    const put = (days: number) =>
      db.call('PutItem', {
        TableName: 'Roster',
        Item: { id: { S: 'i-1' }, expiresAt: { N: String(startMs / 1000 + days * 86_400) } },
      });
    put(1);
    put(30);
    let seenAfter20Days = 0;
    db.timeline.at(startMs + 20 * 86_400_000, () => {
      seenAfter20Days = Number(member(db.call('Scan', { TableName: 'Roster' }), 'Count'));
    });
    while (db.timeline.step());
    expect(seenAfter20Days).toBe(1);
    expect(member(db.call('Scan', { TableName: 'Roster' }), 'Count')).toBe(0);
  });

  it('runs earlier when an item with an earlier expiry is written', () => {
    const db = openDynamoDb();
    const startMs = db.timeline.nowMs;
    const put = (id: string, days: number) =>
      db.call('PutItem', {
        TableName: 'Roster',
        Item: { id: { S: id }, expiresAt: { N: String(startMs / 1000 + days * 86_400) } },
      });
    put('late', 30);
    put('early', 1);
    db.timeline.step();
    expect(member(db.call('Scan', { TableName: 'Roster' }), 'Items')).toMatchObject([{ id: { S: 'late' } }]);
    expect(db.timeline.nowMs).toBeLessThan(startMs + 3 * 86_400_000);
  });

  it('leaves the timeline empty when nothing expires', () => {
    const db = openDynamoDb();
    db.call('PutItem', { TableName: 'Roster', Item: { id: { S: 'i-1' }, expiresAt: { S: 'never' } } });
    expect(db.timeline.nextMs).toBeUndefined();
  });
});
