import { expect, it } from 'vitest';
import { RosterTally, shareOf } from '../../../../bin/commands/status/tally.ts';
import { anEntry } from '../../../lambdas/builders.ts';

it('counts no instance as expected that is excluded or gone', () => {
  const tally = new RosterTally();
  for (const status of ['onboarded', 'failed', 'excluded', 'gone'] as const) tally.add(anEntry({ status }));
  expect(tally.summary()).toMatchObject({ entries: 4, expected: 2, onboarded: 1 });
});

it('takes any text for the name of a group', () => {
  const tally = new RosterTally();
  for (const source of ['asg:__proto__', 'asg:constructor']) tally.add(anEntry({ status: 'failed', source }));
  expect(tally.summary().groups).toEqual([
    { source: 'asg:__proto__', expected: 1, onboarded: 0 },
    { source: 'asg:constructor', expected: 1, onboarded: 0 },
  ]);
});

it('calls a fleet covered of which nothing is expected', () => {
  expect(shareOf({ expected: 0, onboarded: 0 })).toBe(1);
});
