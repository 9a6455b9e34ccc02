import { beforeAll, describe, expect, it } from 'vitest';
import { type ToldFleet, type ToldRun, tellFleet } from './told-fleet.ts';
import { shareOfMoments, truths } from './truths.ts';

/** Runs in which something happens to the whole application, besides all that strikes single calls and instances. */
const runs: Readonly<Record<string, ToldRun>> = {
  'an outage of three hours': {
    ...{ seed: 11, launches: 12, faultMinutes: 195, minutes: 330 },
    outage: [12, 192],
  },
  'a roster that was restored': {
    ...{ seed: 12, launches: 12, faultMinutes: 60, minutes: 180 },
    restored: { toMinute: 21, lostMinute: 40, atMinute: 45 },
  },
  'other profiles that were deployed': {
    ...{ seed: 13, launches: 12, faultMinutes: 60, minutes: 180 },
    deployedAtMinute: 54,
  },
};

describe.each(Object.entries(runs))('with %s', (_, run) => {
  let fleet: ToldFleet;
  beforeAll(async () => {
    fleet = await tellFleet(run);
  }, 120_000);

  it.each(Object.entries(truths))('%s', (_truth, compare) => {
    compare(fleet);
  });

  it('most moments are those that a story tells of, and commands and waits are told', () => {
    expect(shareOfMoments(fleet)).toBeGreaterThan(run.restored === undefined ? 0.95 : 0.75);
    expect(fleet.commands.length).toBeGreaterThan(5);
  });

  it.runIf(run.outage !== undefined)('some have waited longer than the horizon', () => {
    const texts = [...fleet.told.values()].flat().map(({ story }) => story.next.what);
    expect(texts.filter((text) => text.includes('waited so long')).length).toBeGreaterThan(0);
  });
});
