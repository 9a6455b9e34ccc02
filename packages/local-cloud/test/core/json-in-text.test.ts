import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/core/json-in-text.ts';

const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`;

describe('JSON inside a text', () => {
  it('is parsed up to 1,000 levels, with every name', () => {
    expect(parseJson('{"__proto__":{"a":[1,null,"x"]}}')).toEqual(
      JSON.parse('{"__proto__":{"a":[1,null,"x"]}}'),
    );
    expect(() => parseJson(nested(1_000))).not.toThrow();
  });

  it('refuses more levels, however many, and what is no JSON', () => {
    for (const levels of [1_002, 5_000, 200_000])
      expect(() => parseJson(nested(levels)), String(levels)).toThrow(SyntaxError);
    expect(() => parseJson('{"a":')).toThrow(SyntaxError);
  });
});
