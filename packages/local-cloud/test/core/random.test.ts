import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/random.ts';

const draws = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe('a random stream', () => {
  it('gives the same draws for the same seed and name', () => {
    expect(draws(Random.stream(7, 'latency'), 50)).toEqual(draws(Random.stream(7, 'latency'), 50));
  });

  it('gives other draws for another seed or another name', () => {
    const all = [
      Random.stream(7, 'a'),
      Random.stream(8, 'a'),
      Random.stream(7, 'b'),
      Random.stream(71, 'a'),
      Random.stream(7, 'a1'),
    ].map((random) => draws(random, 3).join());
    expect(new Set(all).size).toBe(all.length);
  });

  it('does not depend on draws from another stream', () => {
    const alone = draws(Random.stream(7, 'a'), 10);
    const a = Random.stream(7, 'a');
    const b = Random.stream(7, 'b');
    const mixed = Array.from({ length: 10 }, () => {
      draws(b, 3);
      return a.next();
    });
    expect(mixed).toEqual(alone);
  });

  it('has uncorrelated neighbours: streams whose names differ in one digit', () => {
    const firsts = Array.from({ length: 4000 }, (_, index) => Random.stream(1, `node-${index}`).next());
    const quarters = [0, 0, 0, 0];
    for (const first of firsts) quarters[Math.floor(first * 4)] = (quarters[Math.floor(first * 4)] ?? 0) + 1;
    for (const count of quarters) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('spreads evenly over [0, 1)', () => {
    const tenths = Array<number>(10).fill(0);
    const values = draws(new Random(3), 50_000);
    expect(values.filter((value) => !(value >= 0 && value < 1))).toEqual([]);
    for (const value of values) {
      const tenth = Math.floor(value * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Chi-squared with 9 degrees of freedom exceeds 27.9 in one of a thousand fair streams.
    const chiSquared = tenths.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
    expect(chiSquared).toBeLessThan(27.9);
  });

  it('draws integers including both bounds, with equal frequency', () => {
    const random = new Random(4);
    const counts = new Map<number, number>();
    for (let n = 0; n < 6000; n++) {
      const value = random.integer(-1, 4);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3, 4]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
    expect(random.integer(5, 5)).toBe(5);
  });

  it('returns true with the given probability, never at 0 and always at 1', () => {
    const random = new Random(5);
    const share = (probability: number) =>
      Array.from({ length: 10_000 }, () => random.chance(probability)).filter(Boolean).length / 10_000;
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    expect(Math.abs(share(0.2) - 0.2)).toBeLessThan(0.02);
  });

  it('picks every item', () => {
    const random = new Random(6);
    expect(new Set(Array.from({ length: 100 }, () => random.pick(['a', 'b', 'c']))).size).toBe(3);
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Random(6).pick([])).toThrow('at least one item');
  });

  it('makes the requested number of hexadecimal digits', () => {
    const random = new Random(7);
    for (const length of [0, 1, 8, 17, 32])
      expect(random.hex(length)).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
  });

  it('makes unique version 4 UUIDs, with every variant', () => {
    const random = new Random(8);
    const uuids = Array.from({ length: 2000 }, () => random.uuid());
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(uuids).size).toBe(2000);
    expect(new Set(uuids.map((uuid) => uuid.charAt(19)))).toEqual(new Set(['8', '9', 'a', 'b']));
  });
});
