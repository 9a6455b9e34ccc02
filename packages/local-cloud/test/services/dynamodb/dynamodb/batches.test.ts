import { describe, expect, it } from 'vitest';
import { openDynamoDb, refusal } from '../fixture.ts';

const key = { id: { S: 'i-1' } };

describe('batches', () => {
  it('reads and writes in batches', () => {
    const db = openDynamoDb();
    const puts = ['a', 'b', 'c'].map((id) => ({ PutRequest: { Item: { id: { S: id }, n: { N: '1' } } } }));
    expect(db.call('BatchWriteItem', { RequestItems: { Roster: puts } })).toMatchObject({
      UnprocessedItems: {},
    });
    const Keys = ['a', 'x', 'c'].map((id) => ({ id: { S: id } }));
    const output = db.call('BatchGetItem', {
      RequestItems: { Roster: { Keys, ProjectionExpression: 'id' } },
    });
    expect(output).toMatchObject({ UnprocessedKeys: {} });
    expect(output).toHaveProperty(
      'Responses.Roster',
      expect.arrayContaining([{ id: { S: 'a' } }, { id: { S: 'c' } }]),
    );
    expect(output).toHaveProperty('Responses.Roster.length', 2);
  });

  it('leaves keys beyond 16 MB unprocessed', () => {
    const db = openDynamoDb();
    const ids = Array.from({ length: 50 }, (_, i) => ({ id: { S: `big-${i}` } }));
    for (const id of ids)
      db.call('PutItem', { TableName: 'Roster', Item: { ...id, pad: { S: 'x'.repeat(400_000) } } });
    const output = db.call('BatchGetItem', { RequestItems: { Roster: { Keys: ids } } });
    expect(output).toHaveProperty('Responses.Roster.length', 41);
    expect(output).toHaveProperty('UnprocessedKeys.Roster.Keys', ids.slice(41));
  });

  it('refuses batches with a duplicate, or too many', () => {
    const db = openDynamoDb();
    const twice = { RequestItems: { Roster: { Keys: [key, key] } } };
    expect(refusal(() => db.call('BatchGetItem', twice)).message).toBe(
      'Provided list of item keys contains duplicates',
    );
    const write = { PutRequest: { Item: key } };
    const both = { RequestItems: { Roster: [write, { DeleteRequest: { Key: key } }] } };
    expect(refusal(() => db.call('BatchWriteItem', both)).message).toBe(
      'Provided list of item keys contains duplicates',
    );
    const Keys = Array.from({ length: 101 }, (_, i) => ({ id: { S: `${i}` } }));
    expect(refusal(() => db.call('BatchGetItem', { RequestItems: { Roster: { Keys } } })).code).toBe(
      'ValidationException',
    );
  });
});
