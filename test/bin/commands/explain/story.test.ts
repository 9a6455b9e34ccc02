import { expect, it } from 'vitest';
import type { Facts } from '../../../../bin/commands/explain/read-facts.ts';
import { tellStory } from '../../../../bin/commands/explain/story.ts';
import { anEntry, anInstance, minuteMs, nowMs } from '../../../lambdas/builders.ts';

/** Instance 1, of which nothing is known but what a test says. */
function someFacts(facts: Partial<Facts> = {}): Facts {
  return {
    ...{ instanceId: 'i-1', entry: undefined, instance: undefined, managed: undefined },
    ...{ commands: [], logged: undefined, deployment: undefined, nowMs },
    ...facts,
  };
}

it('a story that begins later than the instance says so', () => {
  const told = (history: string) =>
    tellStory(someFacts({ entry: anEntry({ firstSeenAt: 1_000_000, history }) })).isCut;
  expect(told('5000 waiting NotRegistered')).toBe(false);
  expect(told('...; 5000 waiting NotRegistered')).toBe(true);
});

it('an entry of the version before, which kept no history, tells what it is', () => {
  const entry = anEntry({ status: 'failed', reason: 'NoPackage' });
  expect(tellStory(someFacts({ entry })).happenings).toMatchObject([
    { kind: 'started' },
    { kind: 'decided', status: 'failed', reason: 'NoPackage' },
  ]);
});

it('a start that only an event told of may have been another event', () => {
  const entry = anEntry({ status: 'gone', firstSeenAt: nowMs, launchedAt: nowMs, changedAt: nowMs });
  const [unseen] = tellStory(someFacts({ entry })).happenings;
  expect(unseen).toMatchObject({ kind: 'started', isHeard: true });
  const [seen] = tellStory(someFacts({ entry, instance: anInstance({ launchedAtMs: nowMs }) })).happenings;
  expect(seen).not.toHaveProperty('isHeard');
});

it('every start is told that the history knows of', () => {
  const at = (minutes: number) => Math.floor((nowMs + minutes * minuteMs) / 1000);
  const history = [
    `${at(5)} onboarded Onboarded`,
    `${at(20)} gone Stopped`,
    `${at(35)} onboarded Onboarded start`,
    `${at(40)} gone Stopped`,
    `${at(55)} onboarded Onboarded start`,
  ].join('; ');
  const entry = anEntry({ status: 'onboarded', launchedAt: nowMs + 50 * minuteMs, history });
  const starts = tellStory(someFacts({ entry })).happenings.filter(({ kind }) => kind === 'started');
  expect(starts.map(({ at: time }) => (Date.parse(time) - nowMs) / minuteMs)).toEqual([5, 35, 50]);
});

it('decisions of the logs come before the history that has them no longer', () => {
  const entry = anEntry({ changedAt: nowMs, history: `...; ${nowMs / 1000} waiting NotRegistered` });
  const logged = { decisions: [{ atMs: nowMs - minuteMs, reason: 'CommandClaimed' }] };
  const story = tellStory(someFacts({ entry, logged }));
  expect(story.happenings.filter(({ kind }) => kind !== 'started')).toMatchObject([
    { kind: 'logged', reason: 'CommandClaimed' },
    { kind: 'decided', reason: 'NotRegistered' },
  ]);
  expect(story.beforeHistory).toContain('from the logs');
  const denied = tellStory(someFacts({ entry, logged: { decisions: [], gap: 'no right' } }));
  expect(denied.beforeHistory).toContain('not whole: no right');
  expect(tellStory(someFacts({ entry })).beforeHistory).toBe('earlier changes are not kept');
});
