import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intersect,
  overlap,
  publicAddresses,
  type Range,
  rangeOf,
  rangesOf,
  subtract,
} from '../../../../../lambdas/shared/domain/diagnosis/address-ranges.ts';

const ranges = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
    .map(([from, size]) => ({ from, to: from + size })),
  { maxLength: 5 },
);
const addresses = Array.from({ length: 85 }, (_, address) => address);
const has = (some: readonly Range[], address: number) =>
  some.some(({ from, to }) => from <= address && address < to);

describe('ranges of addresses', () => {
  it('subtract, intersect and overlap as sets of addresses do', () => {
    fc.assert(
      fc.property(ranges, ranges, (some, others) => {
        const both = addresses.filter((address) => has(some, address) && has(others, address));
        const left = subtract(some, others);
        const common = intersect(some, others);
        for (const address of addresses) {
          expect(has(left, address)).toBe(has(some, address) && !has(others, address));
          expect(has(common, address)).toBe(both.includes(address));
        }
        if (both.length > 0) expect(overlap(some, others)).toBe(true);
      }),
    );
  });

  it.each([
    ['10.0.0.0/8', 10 * 2 ** 24, 11 * 2 ** 24],
    ['10.0.0.77/31', 10 * 2 ** 24 + 76, 10 * 2 ** 24 + 78],
    ['0.0.0.1', 1, 2],
    ['0.0.0.0/0', 0, 2 ** 32],
  ])('%s is read', (block, from, to) => {
    expect(rangeOf(block)).toEqual({ from, to });
  });

  it.each(['::/0', '64:ff9b::/96', '10.0.0.0/33', '10.0.0/8', '256.0.0.0/8', ''])(
    '%s is no IPv4 block',
    (block) => {
      expect(rangeOf(block)).toBeUndefined();
    },
  );

  it.each([
    ['52.94.0.0/16', true],
    ['3.5.140.0/22', true],
    ['0.0.0.0/0', true],
    ['10.0.0.0/8', false],
    ['100.64.0.0/10', false],
    ['172.16.0.0/12', false],
    ['172.0.0.0/8', true],
    ['192.168.0.0/16', false],
    ['224.0.0.0/4', false],
  ])('%s has public addresses: %s', (block, isPublic) => {
    expect(overlap(rangesOf([block]), publicAddresses)).toBe(isPublic);
  });
});
