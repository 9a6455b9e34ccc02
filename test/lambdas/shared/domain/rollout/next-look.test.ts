import { describe, expect, it } from 'vitest';
import { nextLookOfRollout } from '../../../../../lambdas/shared/domain/rollout/next-look.ts';
import { planRollout } from '../../../../../lambdas/shared/domain/rollout/plan-rollout.ts';
import type { RolloutKnowledge } from '../../../../../lambdas/shared/domain/rollout/rollout-step.ts';
import type { TimeWindow } from '../../../../../lambdas/shared/domain/rollout/time-window.ts';
import { minuteMs, nowMs } from '../../../builders.ts';
import { aPlan, broken, fresh, known, renewed, waiting } from './rollout-fixtures.ts';

const answering = { silentIds: new Set<string>() };
const endOfBaking = nowMs + 9 * minuteMs;

/** When the roll-out is looked at after its next step. */
const nextLook = (knowledge: RolloutKnowledge) =>
  nextLookOfRollout(knowledge, planRollout(knowledge).progress);

/** A window of half an hour, a number of minutes from now. */
function windowIn(minutes: number): TimeWindow {
  const text = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const fromMs = nowMs + minutes * minuteMs;
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  return { days, from: text(fromMs), until: text(fromMs + 30 * minuteMs), timeZone: 'UTC' };
}

describe('the next look at a roll-out', () => {
  it('is at the next recheck while it takes up, and while somebody is in flight', () => {
    expect(nextLook(known(0, [{}]))).toBe(nowMs + 1);
    expect(nextLook(known(0, [waiting]))).toBe(nowMs + 1);
    expect(nextLook(known(1, [fresh, waiting]))).toBe(nowMs + 1);
  });

  it('is at the end of the bake time while the wave bakes, and while those that bake fill the caps', () => {
    expect(nextLook(known(0, [fresh]))).toBe(endOfBaking);
    const plan = aPlan({ caps: { all: 1, groups: {}, zones: {} } });
    expect(nextLook(known(1, [renewed, fresh, {}], { plan }))).toBe(endOfBaking);
  });

  it('is at the opening of the window, within the hour', () => {
    const outside = (minutes: number) => aPlan({ windows: [windowIn(minutes)] });
    expect(nextLook(known(0, [{}], { plan: outside(7) }))).toBe(nowMs + 7 * minuteMs);
    expect(nextLook(known(0, [{}], { plan: outside(90) }))).toBe(nowMs + 60 * minuteMs);
    expect(nextLook(known(1, [renewed, fresh, {}], { plan: outside(90) }))).toBe(endOfBaking);
    expect(nextLook(known(1, [renewed, waiting, {}], { plan: outside(90) }))).toBe(nowMs + 1);
  });

  it('is none when it has stopped and everybody is at rest: a person is needed', () => {
    expect(nextLook(known(0, [broken]))).toBeUndefined();
    const stopped = { was: { status: 'stopped', reason: 'GateClosed' } } as const;
    expect(nextLook(known(1, [broken, waiting], stopped))).toBe(nowMs + 1);
    expect(nextLook(known(1, [broken, fresh], stopped))).toBe(endOfBaking);
  });

  it('is none when it is over', () => {
    expect(nextLook(known(1, [renewed, renewed], answering))).toBeUndefined();
  });
});
