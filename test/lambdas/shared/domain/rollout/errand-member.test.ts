import { describe, expect, it } from 'vitest';
import { stateOfErrand } from '../../../../../lambdas/shared/domain/rollout/errand-member.ts';
import { takeUp } from '../../../../../lambdas/shared/domain/rollout/move-member.ts';
import { nextLookOfRollout } from '../../../../../lambdas/shared/domain/rollout/next-look.ts';
import { planRollout } from '../../../../../lambdas/shared/domain/rollout/plan-rollout.ts';
import { beginProgress } from '../../../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { type ErrandStatus, writeErrand } from '../../../../../lambdas/shared/domain/roster/errand.ts';
import { byId, type EntryFields, idOf, minuteMs, nowMs } from '../../../builders.ts';
import { anOld, aPlan, known } from './rollout-fixtures.ts';

const order = { document: 'AWS-UpdateSSMAgent', documentVersion: '3', parameters: {} };
const plan = aPlan({ errand: order, versions: {}, previous: {} });
const errand = (status: ErrandStatus, agoMs = minuteMs, rolloutId = 'r1') => {
  const { document, documentVersion } = order;
  const reason = status === 'failed' ? { reason: 'ScriptFailed' } : {};
  const changedAt = nowMs - agoMs;
  return { errand: writeErrand({ rolloutId, document, documentVersion, status, changedAt, ...reason }) };
};
const waiting = { status: 'waiting', reason: 'RolloutWave', waitingSince: nowMs, dueAt: nowMs } as const;
const commanded = { status: 'commanded', commandId: 'c-1', dueAt: nowMs } as const;
const unmanaged = { status: 'unmanaged', waitingSince: nowMs, dueAt: nowMs } as const;
const taken = { rollout: 'r1' };

const stateOf = (fields: EntryFields, retriedAt?: number, unwell = false) =>
  stateOfErrand(anOld(fields), {
    plan,
    progress: { ...beginProgress(), ...(retriedAt === undefined ? {} : { retriedAt }) },
    unwellIds: new Set(unwell ? [idOf(1)] : []),
    nowMs,
  });

describe('a member of a roll-out that sends an errand', () => {
  it.each<[string, EntryFields]>([
    ['open', {}],
    ['open', errand('done', minuteMs, 'r0')],
    ['open', { ...waiting, reason: 'NotRegistered' }],
    ['open', commanded],
    ['inFlight', { ...waiting, ...taken, ...errand('open') }],
    ['inFlight', { ...commanded, ...taken, ...errand('sent') }],
    ['inFlight', { ...commanded, ...errand('sent') }],
    ['baking', { ...taken, ...errand('done') }],
    ['done', errand('done', 20 * minuteMs)],
    ['done', { ...commanded, ...errand('done', 20 * minuteMs) }],
    ['failed', { ...taken, ...errand('failed') }],
    ['failed', errand('failed')],
    ['failed', { ...unmanaged, ...taken, ...errand('open') }],
    ['left', unmanaged],
    ['left', { status: 'failed', reason: 'ScriptFailed' }],
    ['left', { status: 'excluded', ...taken }],
  ])('is %s when its entry says %j', (state, fields) => {
    expect(stateOf(fields)).toBe(state);
  });

  it('is open again when a person asked to retry after it failed', () => {
    const failed = errand('failed');
    expect(stateOf(failed, nowMs - 2 * minuteMs)).toBe('failed');
    expect(stateOf(failed, nowMs)).toBe('open');
    expect(stateOf({ ...failed, status: 'failed', reason: 'ScriptFailed' }, nowMs)).toBe('left');
  });

  it('has failed when it does not answer at the end of its bake time', () => {
    expect(stateOf(errand('done', 20 * minuteMs), undefined, true)).toBe('failed');
  });
});

describe('a roll-out that sends an errand', () => {
  it('takes its members up with what they have, and puts back whom it has sent nothing', () => {
    const agents = [
      { agent: 'a', status: 'onboarded', reason: 'Onboarded', changedAt: 1, launchedAt: 1 },
    ] as const;
    const { to } = takeUp(anOld({ agents }), plan, nowMs);
    expect(to).toMatchObject({ ...waiting, dueAt: nowMs + 1, ...taken, agents, documentVersion: '1' });
    expect(to.errand).toBe(`r1 AWS-UpdateSSMAgent:3 open ${nowMs}`);
    const { putBack } = planRollout({ ...known(0, []), plan, ...paused(to.instanceId), entries: byId([to]) });
    expect(putBack).toEqual([to.instanceId]);
  });

  it('is looked at again when the next errand has baked, also after a new start', () => {
    const entries = byId([anOld({ ...errand('done'), changedAt: nowMs })]);
    const counts = { ...beginProgress().counts, baking: 1 };
    const progress = { ...beginProgress(), reason: 'Baking', counts } as const;
    expect(nextLookOfRollout({ plan, entries, nowMs }, progress)).toBe(nowMs + 9 * minuteMs);
  });
});

const paused = (instanceId: string) => ({
  members: [{ instanceId, zone: 'a', wave: 0 }],
  progress: { ...beginProgress(), status: 'paused' as const },
});
