import { describe, expect, it } from 'vitest';
import { measureScale } from '../../../simulator/bench/bench-scale.ts';
import { assemblyFolder } from '../../synthesized.ts';

describe('a fleet that is too large for one hour', () => {
  it('is launched hour by hour, gets its commands, and ends', async () => {
    const options = { seed: 1, launches: 60, launchesPerHourMax: 20 };
    const { outcomes, secondsToCommand } = await measureScale(assemblyFolder(), options);
    const rested = Object.values(outcomes).reduce((all, count) => all + count, 0);
    expect(rested).toBe(60);
    expect(outcomes['gone']).toBeGreaterThan(50);
    expect(secondsToCommand.count).toBeGreaterThan(45);
  });
});
