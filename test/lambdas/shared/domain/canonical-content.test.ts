import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalContent } from '../../../../lambdas/shared/domain/canonical-content.ts';

/** The same content in another form: with fields in another order, and scalars passed through `tell`. */
function retold(value: unknown, tell: (scalar: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => retold(each, tell));
  if (typeof value !== 'object' || value === null) return tell(value);
  const fields = Object.entries(value).map(([name, each]) => [name, retold(each, tell)] as const);
  return Object.fromEntries(fields.reverse());
}

const content = fc.jsonValue({ maxDepth: 4 });

describe('the canonical form of a content', () => {
  it('is text without spaces, with fields by name and scalars as text', () => {
    const step = { inputs: { timeoutSeconds: 60, runCommand: ['echo  "ü"', ''] }, isEnd: true };
    expect(canonicalContent({ schemaVersion: '2.2', mainSteps: [step, {}], nothing: null })).toBe(
      '{"mainSteps":[{"inputs":{"runCommand":["echo  \\"ü\\"",""],"timeoutSeconds":"60"},"isEnd":"true"},{}],"nothing":"null","schemaVersion":"2.2"}',
    );
  });

  it('has no field that is undefined, as JSON has none', () => {
    expect(canonicalContent({ a: undefined, b: '1' })).toBe('{"b":"1"}');
  });

  it('does not depend on the order of fields, at any depth', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(canonicalContent(retold(value, (scalar) => scalar))).toBe(canonicalContent(value));
      }),
    );
  });

  it('does not depend on whether numbers and booleans are text', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(canonicalContent(retold(value, String))).toBe(canonicalContent(value));
      }),
    );
  });

  it('does not depend on how JSON is written', () => {
    fc.assert(
      fc.property(content, fc.nat(4), (value, spaces) => {
        const written: unknown = JSON.parse(JSON.stringify(value, undefined, spaces));
        expect(canonicalContent(written)).toBe(canonicalContent(value));
      }),
    );
  });

  it('loses nothing else: the content can be read back from it, with its scalars as text', () => {
    fc.assert(
      fc.property(content, (value) => {
        expect(JSON.parse(canonicalContent(value))).toEqual(retold(value, String));
      }),
    );
  });

  it('depends on the order of a list', () => {
    expect(canonicalContent(['a', 'b'])).not.toBe(canonicalContent(['b', 'a']));
  });
});
