import { beforeAll, describe, expect, it } from 'vitest';
import { fastSettings, measureTimeliness, type Timeliness } from '../../../simulator/promises/timeliness.ts';
import { assemblyFolder, assemblyFolderWith } from '../../synthesized.ts';

/** Virtual time is the same on every machine: the figures are exact, and the bench has them for more launches. */
const launches = 150;
const scattered = (folder: string) => measureTimeliness(folder, { seed: 1, launches, fleet: 'scattered' });

describe('with the given settings, a first command comes', () => {
  let timed: Timeliness;
  beforeAll(async () => {
    timed = await scattered(assemblyFolder());
  });

  it('within 6.5 minutes of a registration in the first half hour', () => {
    expect(timed.early.count).toBeGreaterThan(90);
    expect(timed.early.p99).toBeLessThanOrEqual(6.5 * 60);
  });

  it('within 20 minutes of a later registration', () => {
    expect(timed.late.count).toBeGreaterThan(15);
    expect(timed.late.p99).toBeLessThanOrEqual(20 * 60);
  });

  it('to every instance that ever registers, and it is onboarded', () => {
    expect(timed.forgotten).toBe(0);
  });
});

describe('with fast settings, a first command comes', () => {
  let timed: Timeliness;
  beforeAll(async () => {
    timed = await scattered(assemblyFolderWith(fastSettings));
  });

  it('within 2.5 minutes of a registration in the first half hour', () => {
    expect(timed.early.count).toBeGreaterThan(90);
    expect(timed.early.p99).toBeLessThanOrEqual(2.5 * 60);
  });

  it('within 4 minutes of a later registration', () => {
    expect(timed.late.count).toBeGreaterThan(15);
    expect(timed.late.p99).toBeLessThanOrEqual(4 * 60);
  });

  it('to every instance that ever registers, and it is onboarded', () => {
    expect(timed.forgotten).toBe(0);
  });
});
