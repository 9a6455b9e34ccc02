import { Random } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { drawSecret } from '../../../../lambdas/shared/domain/secret-value.ts';

const below = (seed: number) => {
  const random = new Random(seed);
  return (count: number) => random.integer(0, count - 1);
};
const seeds = Array.from({ length: 300 }, (_, seed) => seed);

describe('a secret that is drawn', () => {
  it('has the given length, and at least one letter of each case and one digit', () => {
    for (const seed of seeds) {
      const value = drawSecret({ length: 8, hasPunctuation: false }, below(seed)) ?? '';
      expect(value).toMatch(/^[a-zA-Z0-9]{8}$/);
      for (const each of [/[a-z]/, /[A-Z]/, /[0-9]/]) expect(value).toMatch(each);
    }
  });

  it('has punctuation when asked to, but nothing that a shell or a template interprets', () => {
    for (const seed of seeds) {
      const value = drawSecret({ length: 12, hasPunctuation: true }, below(seed)) ?? '';
      expect(value).toMatch(/^[a-zA-Z0-9!#%*+,\-.:=?^_~]{12}$/);
      expect(value).toMatch(/[^a-zA-Z0-9]/);
    }
  });

  it('uses every character of its alphabet', () => {
    const values = seeds.map((seed) => drawSecret({ length: 32, hasPunctuation: true }, below(seed)));
    expect(new Set(values.join('')).size).toBe(62 + 14);
  });

  it('is never the same twice', () => {
    const draw = below(1);
    const values = seeds.map(() => drawSecret({ length: 32, hasPunctuation: false }, draw));
    expect(new Set(values).size).toBe(seeds.length);
  });

  it('matches the pattern', () => {
    for (const seed of seeds.slice(0, 20))
      expect(drawSecret({ length: 10, hasPunctuation: false, pattern: /^[a-m]/ }, below(seed))).toMatch(
        /^[a-m][a-zA-Z0-9]{9}$/,
      );
  });

  it('is none when nothing matches', () => {
    expect(drawSecret({ length: 10, hasPunctuation: false, pattern: /^ü+$/ }, below(1))).toBeUndefined();
  });
});
