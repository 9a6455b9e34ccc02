import { describe, expect, it } from 'vitest';
import { openDynamoDb, refusal } from '../fixture.ts';

const key = { id: { S: 'i-1' } };

function withItem(attributes: object = {}) {
  const db = openDynamoDb();
  db.call('PutItem', { TableName: 'Roster', Item: { ...key, ...attributes } });
  const update = (input: object): unknown =>
    db.call('UpdateItem', { TableName: 'Roster', Key: key, ...input });
  const get = (): unknown => db.call('GetItem', { TableName: 'Roster', Key: key });
  return { ...db, update, get };
}

describe('items', () => {
  it('returns every type as it was put, as a copy that is independent of the table', () => {
    const all = {
      s: { S: 'ä' },
      n: { N: '12345678901234567890.5' },
      b: { B: new Uint8Array([1, 2]) },
      bool: { BOOL: false },
      nothing: { NULL: true },
      list: { L: [{ S: 'x' }, { M: { y: { N: '1' } } }] },
      ss: { SS: ['a', 'b'] },
      ns: { NS: ['1', '2'] },
      bs: { BS: [new Uint8Array([3])] },
    };
    const db = withItem(all);
    expect(db.get()).toEqual({ Item: { ...key, ...all }, ConsumedCapacity: undefined });
    all.b.B[0] = 9;
    expect(db.get()).toMatchObject({ Item: { b: { B: new Uint8Array([1, 2]) } } });
  });

  it.each([
    ['1.0', '1'],
    ['-0', '0'],
    ['1e3', '1000'],
    ['0.0000001', '0.0000001'],
    ['007', '7'],
    ['1e125', `1${'0'.repeat(125)}`],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ])('stores the number %s as %s', (given, stored) => {
    expect(withItem({ n: { N: given } }).get()).toMatchObject({ Item: { n: { N: stored } } });
  });

  it.each([
    [{ N: 'abc' }, 'The parameter cannot be converted to a numeric value: abc'],
    [{ N: '1'.repeat(39) }, 'Attempting to store more than 38 significant digits in a Number'],
    [{ N: '1e126' }, 'Number overflow'],
    [{ N: '1e-131' }, 'Number underflow'],
    [{}, 'Supplied AttributeValue is empty'],
    [{ S: 'a', N: '1' }, 'Supplied AttributeValue has more than one datatypes set'],
    [{ SS: [] }, 'An string set  may not be empty'],
    [{ SS: ['a', 'a'] }, 'Input collection [a, a] contains duplicates.'],
    [{ NULL: false }, 'Null attribute value types must have the value of true'],
    [{ S: 'x'.repeat(410_000) }, 'Item size has exceeded the maximum allowed size'],
  ])('refuses the value %#', (value, message) => {
    const error = refusal(() => withItem({ v: value }));
    expect(error.code).toBe('ValidationException');
    expect(error.message).toContain(message);
  });

  it.each([
    [{ status: { S: 'x' } }, 'Missing the key id in the item'],
    [{ id: { N: '1' } }, 'Type mismatch for key id expected: S actual: N'],
    [{ id: { S: '' } }, 'cannot contain an empty string value. Key: id'],
    [{ ...key, dueAt: { S: 'x' } }, 'Type mismatch for Index Key dueAt Expected: N Actual: S IndexName: due'],
    [{ ...key, status: { S: '' } }, 'IndexName: due, IndexKey: status'],
    [{ id: { S: 'x'.repeat(2049) } }, 'Size of hashkey has exceeded the maximum size limit of2048 bytes'],
  ])('refuses the item %#', (item, message) => {
    const db = openDynamoDb();
    const error = refusal(() => db.call('PutItem', { TableName: 'Roster', Item: item }));
    expect(error.message).toContain(message);
  });

  it('refuses a key with a wrong type, a missing or an additional attribute', () => {
    const db = openDynamoDb();
    for (const wrong of [{}, { id: { N: '1' } }, { ...key, other: { S: 'x' } }, { other: { S: 'x' } }]) {
      const error = refusal(() => db.call('GetItem', { TableName: 'Roster', Key: wrong }));
      expect(error.message).toBe('The provided key element does not match the schema');
    }
  });

  it('refuses a false condition, with the old item only if ALL_OLD is requested', () => {
    const db = withItem({ status: { S: 'waiting' } });
    const put = { TableName: 'Roster', Item: key, ConditionExpression: 'attribute_not_exists(id)' };
    expect(refusal(() => db.call('PutItem', put))).toMatchObject({
      code: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      details: {},
    });
    const error = refusal(() =>
      db.call('PutItem', { ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    expect(error.details).toEqual({ Item: { ...key, status: { S: 'waiting' } } });
  });

  it('updates with every action, and actions see the old values', () => {
    const db = withItem({
      a: { N: '1' },
      m: { M: { x: { S: 'old' } } },
      l: { L: [{ N: '0' }, { N: '1' }, { N: '2' }] },
      ss: { SS: ['a', 'b'] },
      gone: { S: 'x' },
    });
    const output = db.update({
      UpdateExpression:
        'SET a = a + :one, b = a - :one, m.x = :new, c = if_not_exists(c, :new), d = list_append(l, :list) ' +
        'REMOVE gone, l[0], l[1] ADD tally :one DELETE ss :part',
      ExpressionAttributeValues: {
        ':one': { N: '1' },
        ':new': { S: 'new' },
        ':list': { L: [{ N: '3' }] },
        ':part': { SS: ['a', 'z'] },
      },
      ReturnValues: 'ALL_NEW',
    });
    expect(output).toMatchObject({
      Attributes: {
        ...key,
        a: { N: '2' },
        b: { N: '0' },
        m: { M: { x: { S: 'new' } } },
        c: { S: 'new' },
        d: { L: [{ N: '0' }, { N: '1' }, { N: '2' }, { N: '3' }] },
        l: { L: [{ N: '2' }] },
        ss: { SS: ['b'] },
        tally: { N: '1' },
      },
    });
    expect(output).not.toHaveProperty('Attributes.gone');
  });

  it('keeps a stored NULL in if_not_exists', () => {
    const db = withItem({ a: { NULL: true } });
    const values = { ':v': { S: 'new' } };
    db.update({ UpdateExpression: 'SET a = if_not_exists(a, :v)', ExpressionAttributeValues: values });
    expect(db.get()).toMatchObject({ Item: { a: { NULL: true } } });
  });

  it.each([
    ['NONE', undefined],
    ['ALL_OLD', { ...key, a: { N: '1' }, b: { N: '5' } }],
    ['UPDATED_OLD', { a: { N: '1' } }],
    ['UPDATED_NEW', { a: { N: '2' } }],
    ['ALL_NEW', { ...key, a: { N: '2' }, b: { N: '5' } }],
  ])('returns the right attributes for ReturnValues %s', (returnValues, expected) => {
    const db = withItem({ a: { N: '1' }, b: { N: '5' } });
    const output = db.update({
      UpdateExpression: 'SET a = :v',
      ExpressionAttributeValues: { ':v': { N: '2' } },
      ReturnValues: returnValues,
    });
    expect(output).toEqual({ Attributes: expected, ConsumedCapacity: undefined });
  });

  it('creates an item by updating a missing one', () => {
    const db = openDynamoDb();
    const input = { TableName: 'Roster', Key: key, UpdateExpression: 'ADD n :v' };
    db.call('UpdateItem', { ...input, ExpressionAttributeValues: { ':v': { N: '3' } } });
    expect(db.call('GetItem', { TableName: 'Roster', Key: key })).toMatchObject({
      Item: { ...key, n: { N: '3' } },
    });
  });

  it.each([
    ['SET id = :v', 'Cannot update attribute id. This attribute is part of the key'],
    [
      'SET a = nowhere, b = :v',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['SET a.b = :v', 'The document path provided in the update expression is invalid for update'],
    ['SET a = s + :v', 'An operand in the update expression has an incorrect data type'],
    ['SET a = :v, a = :v', 'Two document paths overlap'],
    ['SET a.b = :v, a[0] = :v', 'Two document paths conflict'],
    ['SET a = :v SET b = :v', 'The "SET" section can only be used once in an update expression;'],
    ['SET status = :v', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['SET a = foo(:v)', 'Invalid function name; function: foo'],
    ['SET a :v', 'Syntax error; token: ":v", near: "a :v"'],
    ['SET a = :v, b = :w', 'attribute value used in expression is not defined; attribute value: :w'],
    ['SET dueAt = s, a = :v', 'attempted to update the secondary index key to unsupported type'],
  ])('refuses the update %s', (expression, message) => {
    const db = withItem({ a: { N: '1' }, s: { S: 'x' } });
    const error = refusal(() =>
      db.update({ UpdateExpression: expression, ExpressionAttributeValues: { ':v': { N: '1' } } }),
    );
    expect(error.code).toBe('ValidationException');
    expect(error.message).toContain(message);
  });

  it('leaves an item as it was when an update is refused', () => {
    const db = withItem({ a: { N: '1' } });
    refusal(() => db.update({ UpdateExpression: 'SET a = nowhere' }));
    expect(db.get()).toMatchObject({ Item: { ...key, a: { N: '1' } } });
  });

  it('counts units of the table and of the indexes that change', () => {
    const db = openDynamoDb();
    const item = { ...key, status: { S: 'waiting' }, dueAt: { N: '5' }, pad: { S: 'x'.repeat(1500) } };
    const put = db.call('PutItem', { TableName: 'Roster', Item: item, ReturnConsumedCapacity: 'INDEXES' });
    expect(put).toMatchObject({
      ConsumedCapacity: {
        CapacityUnits: 3,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { due: { CapacityUnits: 1 } },
      },
    });
    const update = (expression: string, values: object): unknown =>
      db.call('UpdateItem', {
        TableName: 'Roster',
        Key: key,
        UpdateExpression: expression,
        ExpressionAttributeValues: values,
        ReturnConsumedCapacity: 'TOTAL',
      });
    expect(update('SET dueAt = :v', { ':v': { N: '6' } })).toMatchObject({
      ConsumedCapacity: { CapacityUnits: 4 },
    });
    expect(update('SET unseen = :v', { ':v': { N: '6' } })).toMatchObject({
      ConsumedCapacity: { CapacityUnits: 2 },
    });
    const get = { TableName: 'Roster', Key: key, ReturnConsumedCapacity: 'TOTAL' };
    expect(db.call('GetItem', get)).toMatchObject({ ConsumedCapacity: { CapacityUnits: 0.5 } });
    expect(db.call('GetItem', { ...get, ConsistentRead: true })).toMatchObject({
      ConsumedCapacity: { CapacityUnits: 1 },
    });
  });
});
