import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../src/services/events/pattern.ts';

function matches(pattern: unknown, event: unknown): boolean {
  const result = compilePattern(pattern);
  if (!result.ok) throw new Error(result.message);
  return result.pattern.matches(event);
}

function refusal(pattern: unknown): string {
  const result = compilePattern(pattern);
  return result.ok ? 'accepted' : result.message.replace('Event pattern is not valid. Reason: ', '');
}

interface Vector {
  readonly n: string;
  readonly Event: unknown;
  readonly EventPattern: unknown;
}

const vectorsFile = new URL('../../../../../../shared/vectors/eventbridge-patterns.json', import.meta.url);

const vectors: Vector[] = existsSync(vectorsFile) ? JSON.parse(readFileSync(vectorsFile, 'utf8')) : [];

if (vectors.length === 0) {
  process.stdout.write(`skipped: the recorded patterns: no ${vectorsFile.pathname}\n`);
}

test.skipIf(vectors.length === 0)('agrees with AWS on every recorded pattern (shared/vectors)', () => {
  const wrong = vectors.filter(({ n, Event, EventPattern }) =>
    n.endsWith('_EXC')
      ? compilePattern(EventPattern).ok
      : !compilePattern(EventPattern).ok || matches(EventPattern, Event) === n.endsWith('_NEG'),
  );
  expect(wrong.map(({ n }) => n)).toEqual([]);
});

const stateChange = {
  source: 'aws.ec2',
  'detail-type': 'EC2 Instance State-change Notification',
  detail: { 'instance-id': 'i-0123456789abcdef0', state: 'running' },
};

describe('fields', () => {
  test('every field of the pattern must match', () => {
    const pattern = { source: ['aws.ec2'], detail: { state: ['stopped', 'running'] } };
    expect(matches(pattern, stateChange)).toBe(true);
    expect(matches({ ...pattern, source: ['aws.ssm'] }, stateChange)).toBe(false);
  });

  test('an array in the event matches if one element does', () => {
    expect(matches({ tags: ['b'] }, { tags: ['a', 'b'] })).toBe(true);
    expect(matches({ tags: ['c'] }, { tags: ['a', 'b'] })).toBe(false);
  });

  test('fields of objects in an array must match in one and the same element', () => {
    const pattern = { list: { name: ['x'], size: [1] } };
    expect(
      matches(pattern, {
        list: [
          { name: 'x', size: 2 },
          { name: 'x', size: 1 },
        ],
      }),
    ).toBe(true);
    expect(
      matches(pattern, {
        list: [
          { name: 'x', size: 2 },
          { name: 'y', size: 1 },
        ],
      }),
    ).toBe(false);
  });

  test('an empty array has no value, and an object is not a value', () => {
    expect(matches({ a: [{ exists: false }] }, { a: [] })).toBe(true);
    expect(matches({ a: [{ exists: true }] }, { a: { b: 1 } })).toBe(false);
  });

  test('null matches null only', () => {
    expect(matches({ a: [null] }, { a: null })).toBe(true);
    expect(matches({ a: [null] }, {})).toBe(false);
    expect(matches({ a: [null] }, { a: 0 })).toBe(false);
  });

  test('numbers match to six decimals, and large ones as written', () => {
    expect(matches({ a: [0.1] }, { a: 0.1000000001 })).toBe(true);
    expect(matches({ a: [0.1] }, { a: 0.10001 })).toBe(false);
    expect(matches({ a: [123456789012345] }, { a: 123456789012345 })).toBe(true);
    expect(matches({ a: [1] }, { a: '1' })).toBe(false);
  });

  test('a dotted name and a nested object are the same field', () => {
    expect(matches({ 'a.b': { c: [1] } }, { a: { 'b.c': 1 } })).toBe(true);
  });

  test('names from the prototype of an object are not fields', () => {
    expect(matches({ constructor: { name: [{ exists: false }] } }, {})).toBe(true);
  });
});

describe('$or', () => {
  const pattern = { source: ['s'], $or: [{ a: [1] }, { b: [2], c: [3] }] };

  test('one alternative is enough, and the rest of the pattern must match too', () => {
    expect(matches(pattern, { source: 's', a: 1 })).toBe(true);
    expect(matches(pattern, { source: 's', b: 2, c: 3 })).toBe(true);
    expect(matches(pattern, { source: 's', b: 2 })).toBe(false);
    expect(matches(pattern, { source: 't', a: 1 })).toBe(false);
  });

  test('refuses what is not a list of at least two objects', () => {
    expect(refusal({ $or: { a: [1] } })).toBe('It must be an Array followed with $or.');
    expect(refusal({ $or: [{ a: [1] }] })).toBe('There must have at least 2 Objects in $or relationship.');
    expect(refusal({ $or: [1, 2] })).toBe('Only JSON object is allowed in array of $or relationship.');
    expect(refusal({ $or: [{ prefix: ['a'] }, { b: [1] }] })).toContain('reserved fieldName');
  });

  test('refuses more than 1000 combinations', () => {
    const two = [{ a: [1] }, { b: [1] }];
    const nested = (depth: number): object =>
      depth === 0 ? { x: [1] } : { [`k${depth}`]: { $or: two }, ...nested(depth - 1) };
    expect(refusal(nested(9))).toBe('accepted');
    expect(refusal(nested(10))).toContain('1000');
  });
});

describe('filters', () => {
  test.each([
    [{ prefix: '' }, 'x', true],
    [{ prefix: { 'equals-ignore-case': 'AB' } }, 'xab', false],
    [{ suffix: { 'equals-ignore-case': 'AB' } }, 'xab', true],
    [{ 'equals-ignore-case': 'AbC' }, 'aBc', true],
    [{ 'equals-ignore-case': 'AbC' }, 'aBcd', false],
    [{ 'anything-but': [1, 2] }, 3, true],
    [{ 'anything-but': [1, 2] }, '1', true],
    [{ 'anything-but': [1, 2] }, 2.0000000001, false],
    [{ 'anything-but': { prefix: 'a' } }, 'ab', false],
    [{ 'anything-but': { wildcard: 'a*' } }, 'ba', true],
    [{ numeric: ['>', 0, '<=', 5] }, 5, true],
    [{ numeric: ['>', 0, '<=', 5] }, 0, false],
    [{ numeric: ['=', 5] }, 5, true],
    [{ numeric: ['<', 5] }, 6e9, false],
    [{ cidr: '10.0.0.77/24' }, '10.0.0.1', true],
    [{ cidr: '10.0.0.0/24' }, '10.0.1.0', false],
    [{ cidr: '2001:db8::/32' }, '2001:DB8:0:1::', true],
    [{ cidr: '2001:db8::/32' }, '10.0.0.1', false],
    [{ wildcard: 'a*c\\*' }, 'abbc*', true],
    [{ wildcard: 'a*c\\*' }, 'abbcd', false],
    [{ wildcard: 'a.c' }, 'abc', false],
    [{ wildcard: '*' }, 'two\nlines', true],
    [{ exists: true }, null, true],
    ['::1', '0:0:0:0:0:0:0:1', true],
  ])('%j on %j is %s', (filter, value, expected) => {
    expect(matches({ a: [filter] }, { a: value })).toBe(expected);
  });

  test('anything-but on an array matches if one element is something else', () => {
    expect(matches({ a: [{ 'anything-but': 'x' }] }, { a: ['x', 'y'] })).toBe(true);
    expect(matches({ a: [{ 'anything-but': 'x' }] }, { a: ['x'] })).toBe(false);
  });

  test.each([
    [{ source: 'aws.ec2' }, '"source" must be an object or an array'],
    [{}, 'Empty objects are not allowed'],
    [{ a: {} }, 'Empty objects are not allowed'],
    ['text', 'Filter is not an object'],
    [{ a: [['x']] }, 'Match value must be String, number, true, false, or null'],
    [{ a: [{}] }, 'Match expression name not found'],
    [{ a: [{ prefix: 'a', suffix: 'b' }] }, 'Only one key allowed in match expression'],
    [{ a: [{ regex: 'a' }] }, 'Unrecognized match type regex'],
    [{ a: [{ exists: 'yes' }] }, 'exists match pattern must be either true or false.'],
    [{ a: [{ numeric: ['>', 6e9] }] }, 'Value must be between -5.0E9 and 5.0E9, inclusive'],
    [{ a: [{ numeric: ['>', 1, '<', 1] }] }, 'Bottom must be less than top'],
    [{ a: [{ numeric: ['=', 1, '<', 2] }] }, 'Too many elements in numeric expression'],
    [{ a: [{ numeric: ['!', 1] }] }, 'Unrecognized numeric range operator: !'],
    [
      { a: [{ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }] },
      'Value of anything-but must be an array or single string/number value.',
    ],
    [{ a: [{ 'anything-but': [] }] }, 'Inside anything but list, either all values are number or string'],
    [{ a: [{ 'anything-but': ['a', 1] }] }, 'mixed type is not supported'],
    [
      { a: [{ 'anything-but': null }] },
      'Value of anything-but must be an array or single string/number value.',
    ],
    [{ a: [{ 'anything-but': { numeric: ['>', 1] } }] }, 'Unsupported anything-but pattern: numeric'],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'IPv4 mask bits must be < 32'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'Invalid escape character at pos 2'],
  ])('refuses %j', (pattern, reason) => {
    expect(refusal(pattern)).toContain(reason);
  });

  test('refuses wildcards that are too complex together, though each is simple', () => {
    const wildcards = ['bif', 'tif', 'svs', 'png'].map((type) => ({ wildcard: `*/datasync/*.${type}` }));
    expect(refusal({ a: wildcards.slice(0, 2) })).toBe('accepted');
    expect(refusal({ a: wildcards })).toContain('Rule is too complex');
  });
});

describe('properties', () => {
  const text = fc.string({ maxLength: 12 });

  test('exactly one of a filter and its negation matches a text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('prefix', 'suffix', 'equals-ignore-case'),
        text,
        text,
        (operator, operand, value) => {
          fc.pre(operand !== '');
          const positive = matches({ a: [{ [operator]: operand }] }, { a: value });
          const negative = matches({ a: [{ 'anything-but': { [operator]: operand } }] }, { a: value });
          expect(positive).toBe(!negative);
        },
      ),
    );
  });

  test('a wildcard matches exactly the texts that contain its parts in order', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/'), minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(
        part,
        part,
        fc.string({ unit: fc.constantFrom('a', 'b', '.', '/') }),
        (first, last, value) => {
          const expected =
            value.length >= first.length + last.length && value.startsWith(first) && value.endsWith(last);
          expect(matches({ a: [{ wildcard: `${first}*${last}` }] }, { a: value })).toBe(expected);
        },
      ),
    );
  });

  test('a pattern made of an event matches it', () => {
    const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
    const key = fc.constantFrom('x', 'y', 'x.y');
    const event = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, { minKeys: 1 })), {
      minKeys: 1,
    });
    const toPattern = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toPattern(member)]))
        : [value];
    fc.assert(fc.property(event, (value) => matches(toPattern(value), value)));
  });
});
