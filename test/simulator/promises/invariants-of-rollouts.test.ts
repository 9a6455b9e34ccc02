import { describe, expect, it } from 'vitest';
import type { RolloutPlan } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import {
  checkContained,
  checkLaunchesFirst,
  checkResumable,
} from '../../../simulator/promises/invariants-of-rollouts.ts';
import type { TakeUp } from '../../../simulator/rollouts/rollout-watch.ts';
import { type EntryFields, idOf, minuteMs, nowMs } from '../../lambdas/builders.ts';
import {
  anOld,
  aPlan,
  broken,
  fresh,
  renewed,
  taken,
  waiting,
} from '../../lambdas/shared/domain/rollout/rollout-fixtures.ts';

/** A roll-out over these members, of which the last one has just been taken up. */
function evidenceOf(
  entries: readonly EntryFields[],
  caps: Partial<RolloutPlan['caps']>,
  seen: Partial<TakeUp> = {},
) {
  const members = entries.map((_, index) => ({
    ...{ instanceId: idOf(index + 1), wave: 0, zone: index === 0 ? 'a' : 'b' },
    group: 'asg:web',
  }));
  const takeUp: TakeUp = {
    ...{ atMs: nowMs, takenIds: [idOf(entries.length)], retriedMs: 0, waitingMessages: 0, throttled: [] },
    entries: entries.map((fields, index) => anOld({ ...fields, instanceId: idOf(index + 1) })),
    ...seen,
  };
  const plan = aPlan({ caps: { all: 9, groups: {}, zones: {}, ...caps } });
  const watch = {
    takeUps: [takeUp],
    item: () => ({ wish: undefined, progress: '' }),
    holdsLaunches: () => false,
  };
  return { rollout: { plan, members, watch }, beginMs: nowMs - minuteMs };
}

describe('Contained', () => {
  it.each([
    ['in flight', waiting],
    ['failed', broken],
    ['baking', fresh],
  ])('counts one that is %s', (_, fields) => {
    expect(checkContained(evidenceOf([fields, waiting], { all: 2 }))).toEqual([]);
    const [breach] = checkContained(evidenceOf([fields, waiting], { all: 1 }));
    expect(breach?.what).toBe('2 are in flight, failed or baking in all; its cap is 1 at 60 s');
  });

  it.each([
    ['has baked', renewed],
    ['was put back', taken],
    ['was not taken up', { status: 'waiting', reason: 'NotRegistered', waitingSince: 0, dueAt: 0 }],
  ] as const)('does not count one that %s', (_, fields) => {
    expect(checkContained(evidenceOf([fields, waiting], { all: 1 }))).toEqual([]);
  });

  it('does not count a failure that a person has asked to try again', () => {
    const seen = { retriedMs: nowMs };
    expect(checkContained(evidenceOf([broken, waiting], { all: 1 }, seen))).toEqual([]);
  });

  it('counts by the group and the zone of who was taken up', () => {
    expect(checkContained(evidenceOf([waiting, waiting], { groups: { 'asg:web': 1 } }))).toHaveLength(1);
    expect(checkContained(evidenceOf([waiting, waiting], { zones: { a: 0, b: 1 } }))).toEqual([]);
    expect(checkContained(evidenceOf([waiting, waiting], { zones: { b: 0 } }))).toHaveLength(1);
  });
});

describe('Resumable', () => {
  const endingAs = (progress: string, wish?: string) => {
    const { rollout, beginMs } = evidenceOf([waiting], {});
    return {
      beginMs,
      rollout: { ...rollout, watch: { ...rollout.watch, item: () => ({ wish, progress }) } },
    };
  };

  it.each(['done', 'aborted', 'stopped', 'paused'])('is kept by a roll-out that is %s', (status) => {
    expect(checkResumable(endingAs(JSON.stringify({ status })))).toEqual([]);
  });

  it('is broken by one that goes on, that has not obeyed, or that nobody knows', () => {
    expect(checkResumable(endingAs('{"status":"running"}'))).toHaveLength(1);
    expect(checkResumable(endingAs('{"status":"paused"}', 'resume'))).toHaveLength(1);
    expect(checkResumable(endingAs(''))).toHaveLength(1);
    expect(checkResumable({ ...endingAs(''), restoredMs: 1 })).toEqual([]);
  });

  it('is broken by one that holds launches when it is over, or no longer while it is under way', () => {
    const holding = (status: string, isHeld: boolean) => {
      const { rollout, beginMs } = endingAs(status === '' ? '' : JSON.stringify({ status }));
      const plan = aPlan({ launches: 'earlier' });
      const watch = { ...rollout.watch, holdsLaunches: () => isHeld };
      return { rollout: { ...rollout, plan, watch }, beginMs };
    };
    for (const [status, isHeld] of [
      ['done', false],
      ['aborted', false],
      ['stopped', true],
      ['paused', true],
    ] as const) {
      expect(checkResumable(holding(status, isHeld))).toEqual([]);
      expect(checkResumable(holding(status, !isHeld))).toHaveLength(1);
    }
    expect(checkResumable({ ...holding('', true), restoredMs: 1 })).toHaveLength(1);
  });
});

describe('LaunchesFirst', () => {
  it('is broken by who takes up while messages wait, or in the minute after a throttled command', () => {
    const throttledAt = (atMs: number) => ({ throttled: [{ instanceId: idOf(9), atMs }] });
    expect(checkLaunchesFirst(evidenceOf([waiting], {}))).toEqual([]);
    expect(checkLaunchesFirst(evidenceOf([waiting], {}, { waitingMessages: 1 }))).toHaveLength(1);
    expect(checkLaunchesFirst(evidenceOf([waiting], {}, throttledAt(nowMs - minuteMs + 1)))).toHaveLength(1);
    expect(checkLaunchesFirst(evidenceOf([waiting], {}, throttledAt(nowMs - minuteMs)))).toEqual([]);
  });
});
