import { describe, expect, it } from 'vitest';
import { readCommandValues, replaceParameters, withDefaults } from '../../src/agent/agent-values.ts';

const text = { type: 'String' } as const;
const list = { type: 'StringList' } as const;

describe('the value of a parameter', () => {
  it('is a text, a list, a number or a truth by the declared type', () => {
    const declarations = {
      text,
      list,
      number: { type: 'Integer' },
      truth: { type: 'Boolean' },
      map: { type: 'StringMap' },
    } as const;
    const given = { text: ['a'], list: ['a'], number: ['5'], truth: ['True'], map: ['{"a":"b"}'] };
    expect(readCommandValues(declarations, given)).toEqual({
      text: 'a',
      list: ['a'],
      number: 5,
      truth: true,
      map: { a: 'b' },
    });
  });

  it('is the default when none is given, and null without a default', () => {
    expect(withDefaults({ a: { ...text, default: 'x' }, b: text }, {})).toEqual({ a: 'x', b: null });
  });

  it('is dropped in silence when the name has other characters than letters and digits', () => {
    expect(readCommandValues({ a_b: { ...text, default: 'default' } }, { a_b: ['given'] })).toEqual({
      a_b: 'default',
    });
  });
});

describe('replacing parameters', () => {
  const values = {
    name: 'value',
    one: ['a'],
    two: ['a', '<b>'],
    money: 'a$$b',
    nested: '{{ name }}',
    none: null,
  };

  it('gives the typed value for a text that is exactly the parameter', () => {
    expect(replaceParameters({ run: ['{{ one }}'], all: '{{two}}' }, values)).toEqual({
      run: [['a']],
      all: ['a', '<b>'],
    });
  });

  it('writes a list into a text as JSON, one of a single element too', () => {
    expect(replaceParameters('echo {{ one }}', values)).toBe('echo ["a"]');
    expect(replaceParameters('echo {{ two }}', values)).toBe('echo ["a","\\u003cb\\u003e"]');
  });

  it('writes the members of an object in the order of their names', () => {
    expect(replaceParameters('x {{ map }}', { map: { b: 1, a: [{ d: 2, c: '<' }] } })).toBe(
      'x {"a":[{"c":"\\u003c","d":2}],"b":1}',
    );
  });

  it('turns two dollar signs of a value into one, inside a text alone', () => {
    expect(replaceParameters('x{{ money }}', values)).toBe('xa$b');
    expect(replaceParameters('{{ money }}', values)).toBe('a$$b');
  });

  it('replaces once, and leaves unknown names', () => {
    expect(replaceParameters('-{{ nested }} {{ other }} {{ none }}', values)).toBe(
      '-{{ name }} {{ other }} null',
    );
  });
});
