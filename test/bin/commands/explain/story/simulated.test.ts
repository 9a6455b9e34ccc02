import { beforeAll, expect, it } from 'vitest';
import { type ToldFleet, tellFleet } from './told-fleet.ts';
import { shareOfMoments, truths } from './truths.ts';

let fleet: ToldFleet;

beforeAll(async () => {
  fleet = await tellFleet({ seed: 7, launches: 40, faultMinutes: 60, minutes: 210 });
}, 120_000);

it('there are stories of every end', () => {
  const ends = new Set([...fleet.told.values()].map((all) => all.at(-1)?.facts.entry?.status));
  const every = ['excluded', 'failed', 'gone', 'onboarded', 'unmanaged'];
  expect([...ends]).toEqual(expect.arrayContaining(every));
});

it.each(Object.entries(truths))('%s', (_, compare) => {
  expect(compare(fleet)).toBeGreaterThan(0);
});

it('nearly every moment is one that a story tells of', () => {
  expect(shareOfMoments(fleet)).toBeGreaterThan(0.95);
});
