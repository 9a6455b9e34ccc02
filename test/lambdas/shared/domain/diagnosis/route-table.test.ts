import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  publicAddresses,
  rangeOf,
  specialAddresses,
} from '../../../../../lambdas/shared/domain/diagnosis/address-ranges.ts';
import {
  type RouteEvidence,
  unknownDestination,
  waysOut,
} from '../../../../../lambdas/shared/domain/diagnosis/route-table.ts';

const by = (target: RouteEvidence['target'], destination: string, isActive = true): RouteEvidence => ({
  target,
  destination,
  isActive,
});

/** What leads out: `igw` and `other` to public addresses, `private` to private ones. */
const leads = (...routes: RouteEvidence[]) => {
  const { byInternetGateway, byOther, toPrivate } = waysOut([by('vpc', '10.0.0.0/16'), ...routes]);
  const names = { igw: byInternetGateway, other: byOther, private: toPrivate };
  return Object.entries(names).flatMap(([name, ranges]) => (ranges.length > 0 ? [name] : []));
};

describe('routes lead', () => {
  it.each<[string, RouteEvidence[], string[]]>([
    ['nowhere without any', [], []],
    ['to everything by a default route', [by('other', '0.0.0.0/0')], ['other', 'private']],
    ['to private addresses by a narrow one', [by('other', '192.168.0.0/16')], ['private']],
    ['to both halves', [by('other', '0.0.0.0/1'), by('other', '128.0.0.0/1')], ['other', 'private']],
    ['nowhere by a blackhole', [by('other', '0.0.0.0/0', false)], []],
    [
      'nowhere by a default route that narrower blackholes take all of',
      [by('other', '0.0.0.0/0'), by('other', '0.0.0.0/1', false), by('other', '128.0.0.0/1', false)],
      [],
    ],
    [
      'on, where a narrower route is better than a blackhole',
      [by('other', '0.0.0.0/0', false), by('other', '52.0.0.0/8')],
      ['other'],
    ],
    [
      'to public addresses by the gateway, and to private ones by another way',
      [by('internet-gateway', '0.0.0.0/0'), by('other', '10.0.0.0/8')],
      ['igw', 'private'],
    ],
    ['anywhere by a prefix list', [by('other', unknownDestination)], ['other', 'private']],
    [
      'to public addresses by a prefix list and the gateway',
      [by('internet-gateway', unknownDestination)],
      ['igw'],
    ],
    ['nowhere inside the VPC', [by('other', '10.0.0.0/16', false)], []],
  ])('%s', (_name, routes, names) => {
    expect(leads(...routes)).toEqual(names);
  });
});

it('of two routes, the one with the longer prefix takes an address', () => {
  const block = fc
    .tuple(
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 16 }),
    )
    .map(([a, b, bits]) => `${a}.${b}.0.0/${bits}`);
  const route = fc.record({
    destination: block,
    target: fc.constantFrom('vpc', 'internet-gateway', 'other'),
    isActive: fc.boolean(),
  });
  // EC2 has one route for a block.
  const routesOf = fc.uniqueArray(route, {
    maxLength: 8,
    selector: ({ destination }) => JSON.stringify(rangeOf(destination)),
  });
  const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(routesOf, fc.array(address, { minLength: 20, maxLength: 20 }), (routes, some) => {
      const ways = waysOut(routes);
      const edges = routes.map(({ destination }) => rangeOf(destination)?.from ?? 0);
      for (const one of [...some, ...edges]) {
        const isIn = ({ from, to }: { from: number; to: number }) => from <= one && one < to;
        const sizeOf = ({ destination }: RouteEvidence) => Number(destination.split('/')[1]);
        const [best] = routes
          .filter(({ destination }) => [rangeOf(destination)].some((range) => range && isIn(range)))
          .sort((a, b) => sizeOf(b) - sizeOf(a));
        const isBy = (target: string) => best?.isActive === true && best.target === target;
        expect(ways.byOther.some(isIn)).toBe(isBy('other') && publicAddresses.some(isIn));
        expect(ways.byInternetGateway.some(isIn)).toBe(
          isBy('internet-gateway') && publicAddresses.some(isIn),
        );
        expect(ways.toPrivate.some(isIn)).toBe(isBy('other') && specialAddresses.some(isIn));
      }
    }),
  );
});
