import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpackText } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { packText } from '../../../lib/constructs/pack-text.ts';

const profiles = (count: number) =>
  JSON.stringify(
    Array.from({ length: count }, (_, index) => ({
      name: `team-${index}`,
      tags: { team: `team-${index}` },
      agents: ['falcon', 'cloudwatch', 'datadog'],
    })),
  );

describe('a setting', () => {
  it('that is short stays as it is', () => {
    expect(packText(profiles(3))).toBe(profiles(3));
  });

  it('that is long becomes shorter: 50 profiles with three agents each take 1,500 bytes', () => {
    expect(profiles(50).length).toBeGreaterThan(4000);
    expect(packText(profiles(50)).length).toBeLessThan(1500);
  });

  it('that packing makes no shorter stays as it is', () => {
    const noise = Array.from({ length: 1000 }, (_, index) =>
      String.fromCharCode(33 + ((index * index * 7919) % 89)),
    );
    const random = fc.sample(fc.string({ minLength: 700, maxLength: 700 }), { numRuns: 20, seed: 1 });
    for (const text of [...random, noise.join('')])
      expect(packText(text).length).toBeLessThanOrEqual(text.length);
  });

  it('is read as it was, packed or not', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 400 }), (text, times) => {
        const whole = JSON.stringify(text).repeat(times);
        expect(unpackText(packText(whole))).toBe(whole);
      }),
    );
  });

  it('that is not packed text is left to the form of the setting', () => {
    expect(unpackText('deflate:%%%')).toBe('deflate:%%%');
    expect(unpackText('{}')).toBe('{}');
  });
});
