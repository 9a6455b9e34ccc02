import { describe, expect, it } from 'vitest';
import { drawRollout } from '../../../simulator/rollouts/draw-rollout.ts';

const time = { fromMs: 1000, untilMs: 5000 };
const seeds = Array.from({ length: 300 }, (_, index) => index + 1);

describe('the roll-out of a seed', () => {
  it('is there in about a third of the seeds', () => {
    const count = seeds.filter((seed) => drawRollout(seed, 'drawn', time) !== undefined).length;
    expect(count).toBeGreaterThan(80);
    expect(count).toBeLessThan(120);
  });

  it('is the same whether it is drawn or asked for', () => {
    for (const seed of seeds) {
      const asked = drawRollout(seed, 'always', time);
      expect(asked).toBeDefined();
      expect([undefined, asked]).toContainEqual(drawRollout(seed, 'drawn', time));
      expect(drawRollout(seed, 'none', time)).toBeUndefined();
    }
  });

  it('begins in the given time, and people ask for something only after that, in order', () => {
    for (const seed of seeds) {
      const { atMs = 0, wishes = [] } = drawRollout(seed, 'always', time) ?? {};
      expect(atMs).toBeGreaterThanOrEqual(time.fromMs);
      expect(atMs).toBeLessThanOrEqual(time.untilMs);
      const times = [atMs, ...wishes.map((wish) => wish.atMs)];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });
});
