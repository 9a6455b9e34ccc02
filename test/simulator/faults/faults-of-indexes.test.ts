import { describe, expect, it } from 'vitest';
import { StaleIndexes } from '../../../simulator/faults/faults-of-indexes.ts';

const request = (operation: string, body: object) => ({
  method: 'POST',
  host: 'x',
  path: '/',
  headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
  body: JSON.stringify(body),
});
const answer = (body: string, status = 200) => ({ status, headers: {}, body });
const query = (shard: string, now: number, more: object = {}) =>
  request('Query', {
    TableName: 'Roster',
    IndexName: 'ByDue',
    ExpressionAttributeValues: { ':shard': { S: shard }, ':now': { N: String(now) } },
    ...more,
  });

describe('a stale index', () => {
  it('returns the last response for its partition, whatever time the query asks about', () => {
    const indexes = new StaleIndexes();
    expect(indexes.lastAnswer(query('due-00', 1))).toBeUndefined();
    indexes.remember(query('due-00', 1), answer('first'));
    indexes.remember(query('due-00', 2), answer('second'));
    expect(indexes.lastAnswer(query('due-00', 3))?.body).toBe('second');
    expect(indexes.lastAnswer(query('due-01', 3))).toBeUndefined();
  });

  it('does not exist for a table, a later page, another operation, or a failed response', () => {
    const indexes = new StaleIndexes();
    const others = [
      query('due-00', 1, { IndexName: undefined }),
      query('due-00', 1, { ExclusiveStartKey: {} }),
      request('Scan', { TableName: 'Roster', IndexName: 'ByDue' }),
    ];
    for (const other of others) {
      indexes.remember(other, answer('x'));
      expect(indexes.lastAnswer(other)).toBeUndefined();
    }
    indexes.remember(query('due-00', 1), answer('refused', 400));
    indexes.remember(query('due-00', 1), new Error('cut'));
    expect(indexes.lastAnswer(query('due-00', 1))).toBeUndefined();
  });
});
