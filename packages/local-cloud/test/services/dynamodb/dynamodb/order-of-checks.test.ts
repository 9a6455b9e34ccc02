import { describe, expect, it } from 'vitest';
import { openDynamoDb, refusal } from '../fixture.ts';

/** What the operation says on a table that is not there: all that needs no table comes first. */
function withoutTable(operation: string, input: object): string {
  return refusal(() => openDynamoDb().call(operation, { TableName: 'None', ...input })).message;
}

const key = { Key: { id: { S: 'a' } } };
const missing = 'Requested resource not found';

describe('before the table is looked for', () => {
  it.each([
    [{ a: {} }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
    [
      { a: { S: 'a', N: '1' } },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [{ a: { S: '', N: '' } }, 'The parameter cannot be converted to a numeric value'],
    [{ a: { N: 'b' } }, 'The parameter cannot be converted to a numeric value: b'],
    [
      { a: { NULL: false } },
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    ],
    [{ a: { SS: [] } }, 'One or more parameter values were invalid: An string set  may not be empty'],
    [{ a: { BS: [] } }, 'One or more parameter values were invalid: Binary sets should not be empty'],
    [
      { a: { SS: ['a', 'a'] } },
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
    ],
    [
      { a: { BS: [Buffer.from('b'), Buffer.from('b')] } },
      'One or more parameter values were invalid: Input collection [Yg==, Yg==]of type BS contains duplicates.',
    ],
    [{ a: { NS: ['1', '1.0'] } }, 'Input collection contains duplicates'],
    [{ a: { S: 's' } }, missing],
  ])('the values %j are checked', (values, message) => {
    expect(withoutTable('GetItem', { Key: values })).toBe(message);
    expect(withoutTable('DeleteItem', { Key: values })).toBe(message);
    expect(withoutTable('UpdateItem', { Key: values })).toBe(message);
    expect(withoutTable('PutItem', { Item: values })).toBe(message);
    expect(withoutTable('BatchGetItem', { RequestItems: { None: { Keys: [values] } } })).toBe(message);
    const put = [{ PutRequest: { Item: values } }];
    expect(withoutTable('BatchWriteItem', { RequestItems: { None: put } })).toBe(message);
    const remove = [{ DeleteRequest: { Key: values } }];
    expect(withoutTable('BatchWriteItem', { RequestItems: { None: remove } })).toBe(message);
  });

  it('the size of an item is checked', () => {
    const Item = { a: { S: 'a'.repeat(409_600) } };
    const message = 'Item size has exceeded the maximum allowed size';
    expect(withoutTable('PutItem', { Item })).toBe(message);
    expect(withoutTable('BatchWriteItem', { RequestItems: { None: [{ PutRequest: { Item } }] } })).toBe(
      message,
    );
  });

  it('a key that a batch reads twice is found', () => {
    const Keys = [
      { a: { S: 's' }, b: { N: '1' } },
      { b: { N: '1' }, a: { S: 's' } },
    ];
    expect(withoutTable('BatchGetItem', { RequestItems: { None: { Keys } } })).toBe(
      'Provided list of item keys contains duplicates',
    );
  });

  it.each([
    ['PutItem', { Item: {}, ReturnValues: 'ALL_NEW' }, 'ReturnValues can only be ALL_OLD or NONE'],
    [
      'Scan',
      { Segment: 1 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ],
    [
      'Scan',
      { TotalSegments: 1 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    ],
    [
      'Scan',
      { ExclusiveStartKey: { a: {} } },
      'The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    ],
    [
      'Scan',
      { ExclusiveStartKey: { a: { N: 'b' } } },
      'The parameter cannot be converted to a numeric value: b',
    ],
    [
      'Query',
      {},
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    ],
    [
      'GetItem',
      { ...key, AttributesToGet: ['a'], ProjectionExpression: 'a' },
      'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}',
    ],
    [
      'UpdateItem',
      { ...key, UpdateExpression: 'set a = :a', ExpressionAttributeValues: { ':a': { NULL: false } } },
      'ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: Null attribute value types must have the value of true for key :a',
    ],
    [
      'BatchGetItem',
      { RequestItems: { None: { Keys: [{}], ProjectionExpression: '' } } },
      'Invalid ProjectionExpression: The expression can not be empty;',
    ],
  ])('%s %j is refused', (operation, input, message) => {
    expect(withoutTable(operation, input)).toBe(message);
  });

  it.each([
    ['a > :a or b > :a', 'Invalid operator used in KeyConditionExpression: OR'],
    ['not a > :a', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['a in (:a)', 'Invalid operator used in KeyConditionExpression: IN'],
    ['a <> :a', 'Invalid operator used in KeyConditionExpression: <>'],
    ['contains(a, :a)', 'Invalid operator used in KeyConditionExpression: contains'],
    ['attribute_exists(a) and b = :a', 'Invalid operator used in KeyConditionExpression: attribute_exists'],
    [
      'attribute_not_exists(a) and b = :a',
      'Invalid operator used in KeyConditionExpression: attribute_not_exists',
    ],
    [
      ':a between a and b',
      'Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand',
    ],
    [
      'begins_with(:a, a)',
      'Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand',
    ],
    ['a > size(b) and b = :a', 'KeyConditionExpressions cannot contain nested operations'],
    [
      'a > b and c = :a',
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    ],
    ['a.b > :a', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    [':a > :a', 'Invalid condition in KeyConditionExpression: No key attribute specified'],
    ['a > :a and a < :a', 'KeyConditionExpressions must only contain one condition per key'],
    [':a = a and b = :a and :a = c', 'Conditions can be of length 1 or 2 only'],
    [':a = a and b = :a', missing],
  ])('the key condition %s has a form that is known to be wrong', (expression, message) => {
    const values = { ExpressionAttributeValues: { ':a': { S: 's' } } };
    expect(withoutTable('Query', { KeyConditionExpression: expression, ...values })).toBe(message);
  });

  it.each([
    ['begins_with(a, size(a)) and b = :s', 'begins_with, operand type: N'],
    ['begins_with(:n, a) and b = :s', 'begins_with, operand type: N'],
    ['size(size(a)) > :n and b = :s', 'size, operand type: N'],
    ['attribute_type(a, size(a)) and b = :s and c = :n', 'attribute_type, operand type: N'],
  ])('the filter %s has an operand that never fits', (expression, detail) => {
    const values = { ExpressionAttributeValues: { ':n': { N: '1' }, ':s': { S: 's' } } };
    expect(withoutTable('Scan', { FilterExpression: expression, ...values })).toContain(detail);
  });
});

describe('once the table is found', () => {
  it.each([
    ['GetItem', { ...key, ProjectionExpression: 'id.b' }, 'Key: id'],
    ['GetItem', { ...key, ProjectionExpression: 'dueAt[0]' }, 'IndexKey: dueAt'],
    [
      'BatchGetItem',
      { RequestItems: { Roster: { Keys: [key.Key], ProjectionExpression: 'id[0]' } } },
      'Key: id',
    ],
    ['Scan', { ProjectionExpression: 'id.b' }, 'Key: id'],
    ['Scan', { FilterExpression: 'attribute_exists(id.b)' }, 'Key: id'],
    ['UpdateItem', { ...key, UpdateExpression: 'remove dueAt.b' }, 'IndexKey: dueAt'],
    ['DeleteItem', { ...key, ConditionExpression: 'attribute_exists(id.b)' }, 'Key: id'],
    ['PutItem', { Item: key.Key, ConditionExpression: 'size(dueAt[1]) > id' }, 'IndexKey: dueAt'],
  ])('refuses a path into a key attribute: %s %j', (operation, input, detail) => {
    expect(refusal(() => openDynamoDb().call(operation, { TableName: 'Roster', ...input })).message).toBe(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${detail}`,
    );
  });

  it('refuses a path into a key attribute in the filter of a query, unless it is of the key that is queried', () => {
    const input = {
      TableName: 'Roster',
      KeyConditionExpression: 'id = :a',
      ExpressionAttributeValues: { ':a': { S: 's' } },
    };
    const filter = (FilterExpression: string) =>
      refusal(() => openDynamoDb().call('Query', { ...input, FilterExpression })).message;
    expect(filter('attribute_exists(dueAt.b)')).toContain('IndexKey: dueAt');
    expect(filter('attribute_exists(id.b)')).toBe(
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: id',
    );
  });

  it.each([
    [{ id: { S: 'a' } }, {}, 'The provided starting key is invalid'],
    [{ pk: { S: 'a' }, sk: { S: '1' } }, {}, 'The provided key element does not match the schema'],
    [
      { pk: { S: 'b' }, sk: { N: '1' } },
      {},
      'The provided starting key is outside query boundaries based on provided conditions',
    ],
    [
      { pk: { S: 'a' }, sk: { N: '1' } },
      { more: 'and sk > :n' },
      'The provided starting key does not match the range key predicate',
    ],
    [
      { pk: { S: 'b' }, sk: { N: '3' } },
      { more: 'and sk > :n' },
      'The query can return at most one row and cannot be restarted',
    ],
  ])(
    'says of the start %j of a query what was recorded',
    (start, { more = '' }: { more?: string }, message) => {
      const values = { ':a': { S: 'a' }, ...(more === '' ? {} : { ':n': { N: '2' } }) };
      const input = {
        TableName: 'Series',
        KeyConditionExpression: `pk = :a ${more}`,
        ExpressionAttributeValues: values,
      };
      expect(
        refusal(() => openDynamoDb().call('Query', { ...input, ExclusiveStartKey: start })).message,
      ).toBe(message);
    },
  );

  it('says of an unknown table its name only where the operation is about the table', () => {
    expect(withoutTable('DescribeTable', {})).toBe('Requested resource not found: Table: None not found');
    expect(withoutTable('DescribeTimeToLive', {})).toBe(
      'Requested resource not found: Table: None not found',
    );
    expect(withoutTable('Scan', {})).toBe(missing);
    expect(withoutTable('GetItem', key)).toBe(missing);
  });

  it('has the words of a key for an item of a batch whose key does not fit', () => {
    const put = (Item: object) =>
      refusal(() =>
        openDynamoDb().call('BatchWriteItem', { RequestItems: { Roster: [{ PutRequest: { Item } }] } }),
      ).message;
    expect(put({})).toBe('The provided key element does not match the schema');
    expect(put({ id: { N: '1' } })).toBe('The provided key element does not match the schema');
  });
});
