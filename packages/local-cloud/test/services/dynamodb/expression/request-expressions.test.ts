import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { list, openDynamoDb, refusal } from '../fixture.ts';

const values = {
  ':one': { N: '1' },
  ':two': { N: '2' },
  ':a': { S: 'a' },
  ':ab': { S: 'ab' },
  ':S': { S: 'S' },
  ':set': { SS: ['a'] },
};

/** Whether an item matches a filter. Only the values that the filter names are sent. */
function passes(item: object, filter: string): boolean {
  const db = openDynamoDb();
  db.call('PutItem', { TableName: 'Roster', Item: { id: { S: 'i-1' }, ...item } });
  return scanned(db, filter);
}

function scanned(db: ReturnType<typeof openDynamoDb>, filter: string): boolean {
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(filter));
  const output = db.call('Scan', {
    TableName: 'Roster',
    FilterExpression: filter,
    ...(used.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(used) } : {}),
  });
  return list(output, 'Items').length === 1;
}

const item = {
  n: { N: '1.0' },
  s: { S: 'abc' },
  m: { M: { x: { L: [{ N: '1' }, { S: 'a' }] } } },
  ss: { SS: ['a', 'b'] },
  u: { S: 'ÿö' },
};

describe('conditions', () => {
  it.each([
    ['n = :one', true],
    ['n <> :one', false],
    ['n < :a', false],
    ['NOT n < :a', true],
    ['nowhere = :one', false],
    ['nowhere <> :one', true],
    ['n BETWEEN :one AND :two', true],
    ['n IN (:two, :one)', true],
    ['n IN (:two, :a)', false],
    ['begins_with(s, :ab)', true],
    ['begins_with(n, :ab)', false],
    ['contains(s, :ab)', true],
    ['contains(ss, :a)', true],
    ['contains(ss, :ab)', false],
    ['contains(m.x, :a)', true],
    ['size(s) > :two', true],
    ['size(u) = :two', true],
    ['size(m.x) = :two', true],
    ['size(n) = :one', false],
    ['attribute_exists(m.x[1])', true],
    ['attribute_exists(m.x[2])', false],
    ['attribute_not_exists(nowhere.y)', true],
    ['attribute_type(s, :S)', true],
    ['m.x[0] = n', true],
    ['n = :two OR n = :one AND s = :ab', false],
    ['(n = :one OR n = :two) AND NOT s = :ab', true],
    ['NOT n = :two AND s = :ab', false],
    ['n = :one or s = :ab', true],
  ])('evaluates %s to %s', (filter, expected) => {
    expect(passes(item, filter)).toBe(expected);
  });

  it.each([
    ['', 'The expression can not be empty;'],
    ['n =', 'Syntax error; token: "<EOF>", near: "="'],
    ['n = :nope', 'An expression attribute value used in expression is not defined; attribute value: :nope'],
    [
      '#n = :one',
      'An expression attribute name used in the document path is not defined; attribute name: #n',
    ],
    ['status = :one', 'Attribute name is a reserved keyword; reserved keyword: status'],
    ['foo(n)', 'Invalid function name; function: foo'],
    [
      'size(n, s) = :one',
      'Incorrect number of operands for operator or function; operator or function: size',
    ],
    ['attribute_exists(:one)', 'Operator or function requires a document path'],
    [
      'n = begins_with(s, :a)',
      'The function is not allowed to be used this way in an expression; function: begins_with',
    ],
    ['begins_with(s, :one)', 'operator or function: begins_with, operand type: N'],
    ['n < :set', 'operator or function: <, operand type: SS'],
    ['n BETWEEN :two AND :one', 'requires upper bound to be greater than or equal to lower bound'],
    ['attribute_type(n, :a)', 'Invalid attribute type name found; type: a'],
    ['((n = :one))', 'The expression has redundant parentheses;'],
    ['n = n', 'The first operand must be distinct from the remaining operands'],
    ['n = :one) AND (s = :a', 'Syntax error; token: ")"'],
    ['n = :one %', 'Syntax error; token: "%"'],
  ])('refuses %s', (filter, message) => {
    const error = refusal(() => passes(item, filter));
    expect(error.code).toBe('ValidationException');
    expect(error.message).toContain(`Invalid FilterExpression: ${message}`.slice(0, 24));
    expect(error.message).toContain(message);
  });

  it('refuses unused names and values, and those without an expression', () => {
    const db = openDynamoDb();
    const scan = (input: object) => refusal(() => db.call('Scan', { TableName: 'Roster', ...input })).message;
    const ExpressionAttributeValues = { ':x': { N: '1' }, ':y': { N: '1' } };
    const ExpressionAttributeNames = { '#x': 'x' };
    expect(scan({ FilterExpression: 'a = :x', ExpressionAttributeValues })).toBe(
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:y}',
    );
    expect(scan({ FilterExpression: 'attribute_exists(a)', ExpressionAttributeNames })).toBe(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
    );
    expect(scan({ ExpressionAttributeNames })).toContain('can only be specified when using expressions');
    expect(scan({ ExpressionAttributeValues })).toContain('can only be specified when using expressions');
    expect(scan({ FilterExpression: 'a = :x', ExpressionAttributeValues: { x: { N: '1' } } })).toContain(
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "x"',
    );
  });

  it('projects nested paths, and lists without gaps', () => {
    const db = openDynamoDb();
    const nested = {
      id: { S: 'i-1' },
      m: { M: { a: { L: [{ N: '0' }, { N: '1' }, { N: '2' }] }, b: { S: 'b' } } },
    };
    db.call('PutItem', { TableName: 'Roster', Item: nested });
    const get = { TableName: 'Roster', Key: { id: { S: 'i-1' } } };
    const output = db.call('GetItem', { ...get, ProjectionExpression: 'm.a[2], m.a[0], nowhere' });
    expect(output).toMatchObject({ Item: { m: { M: { a: { L: [{ N: '0' }, { N: '2' }] } } } } });
    expect(output).not.toHaveProperty('Item.m.M.b');
    const overlap = { ...get, ProjectionExpression: 'm, m.a' };
    expect(refusal(() => db.call('GetItem', overlap)).message).toContain('Two document paths overlap');
  });

  it('agrees with a naive evaluation of any condition', () => {
    const db = openDynamoDb();
    const attributes = fc.record(
      { x: fc.integer({ min: 0, max: 2 }), y: fc.integer({ min: 0, max: 2 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(attributes, { minLength: 1, maxLength: 3 }), tree, (items, condition) => {
        for (const one of items) {
          const Item = Object.fromEntries(Object.entries(one).map(([name, n]) => [name, { N: String(n) }]));
          db.call('PutItem', { TableName: 'Roster', Item: { id: { S: 'i-1' }, ...Item } });
          expect(scanned(db, condition.text)).toBe(condition.holds(one));
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

interface Naive {
  /** The precedence of the text: 3 for a comparison, 2 for NOT, 1 for AND, 0 for OR. */
  readonly level: number;
  readonly text: string;
  holds(item: { x?: number; y?: number }): boolean;
}

const orders: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const wrap = (node: Naive, level: number): string => (node.level < level ? `(${node.text})` : node.text);

const leaf: fc.Arbitrary<Naive> = fc
  .tuple(fc.constantFrom('x', 'y'), fc.constantFrom(...Object.keys(orders)), fc.constantFrom(1, 2))
  .map(([name, sign, bound]) => ({
    level: 3,
    text: `${name} ${sign} ${bound === 1 ? ':one' : ':two'}`,
    holds: (one) => {
      const value = name === 'x' ? one.x : one.y;
      return value !== undefined && orders[sign]?.(value, bound) === true;
    },
  }));

/** Conditions with as few parentheses as precedence allows, so a wrong precedence gives another result. */
const tree = fc.letrec<{ node: Naive }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.tuple(tie('node'), tie('node')).map(
      ([a, b]): Naive => ({
        level: 0,
        text: `${wrap(a, 0)} OR ${wrap(b, 1)}`,
        holds: (one) => a.holds(one) || b.holds(one),
      }),
    ),
    fc.tuple(tie('node'), tie('node')).map(
      ([a, b]): Naive => ({
        level: 1,
        text: `${wrap(a, 1)} AND ${wrap(b, 2)}`,
        holds: (one) => a.holds(one) && b.holds(one),
      }),
    ),
    tie('node').map((a): Naive => ({ level: 2, text: `NOT ${wrap(a, 2)}`, holds: (one) => !a.holds(one) })),
  ),
})).node;
