import { expect, it } from 'vitest';
import { RosterTally, shareOf } from '../../../../bin/commands/status/tally.ts';
import { anAgent, anEntry } from '../../../lambdas/builders.ts';

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

it('counts clusters besides their node groups, of sources that have such', () => {
  const tally = new RosterTally();
  for (const source of ['eks:shop/general', 'eks:shop/spot', 'emr:j-1/CORE', 'asg:a/b', 'eks:whole'])
    tally.add(anEntry({ status: source.includes('spot') ? 'onboarded' : 'failed', source }));
  expect(tally.summary().clusters).toEqual([
    { source: 'emr:j-1', expected: 1, onboarded: 0 },
    { source: 'eks:shop', expected: 2, onboarded: 1 },
  ]);
});

it('knows whom it has counted', () => {
  const tally = new RosterTally();
  const entry = anEntry();
  tally.add(entry);
  tally.add('i-0123456789abcdef0');
  expect([entry.instanceId, 'i-0123456789abcdef0', 'i-other'].map((id) => tally.has(id))).toEqual([
    true,
    true,
    false,
  ]);
});

it('calls a fleet covered of which nothing is expected', () => {
  expect(shareOf({ expected: 0, onboarded: 0 })).toBe(1);
});

it('counts who has another version than these, each once, and nobody who is not onboarded', () => {
  const tally = new RosterTally();
  const had = (document: string, documentVersion: string) => ({ document, documentVersion });
  for (const version of ['1', '2', '2']) tally.add(anEntry({ status: 'onboarded', ...had('A', version) }));
  tally.add(anEntry({ status: 'failed', ...had('A', '1') }));
  const agents = [anAgent('one', 'onboarded', had('A', '1')), anAgent('two', 'onboarded', had('B', '1'))];
  tally.add(anEntry({ status: 'onboarded', agents }));
  expect(tally.countBehind({ A: '2', B: '2' })).toBe(2);
  expect(tally.countBehind({ C: '9' })).toBe(0);
});
