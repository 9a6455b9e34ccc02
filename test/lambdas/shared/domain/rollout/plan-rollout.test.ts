import { describe, expect, it } from 'vitest';
import { planRollout } from '../../../../../lambdas/shared/domain/rollout/plan-rollout.ts';
import { anInstance, idOf, minuteMs, nowMs } from '../../../builders.ts';
import { anOld, aPlan, broken, fresh, known, renewed, taken, waiting } from './rollout-fixtures.ts';

const asked = { silentIds: new Set<string>() };
const ids = (...numbers: readonly number[]) => numbers.map((number) => idOf(number));

describe('a roll-out that is under way', () => {
  it('takes up the members of its first wave', () => {
    const step = planRollout(known(0, [{}, {}, {}, {}, {}]));
    expect(step).toMatchObject({ takeUp: ids(1), putBack: [], progress: { reason: 'TakingUp', wave: 0 } });
  });

  it('waits while they are in flight, and while they bake', () => {
    expect(planRollout(known(0, [waiting])).progress.reason).toBe('InFlight');
    expect(planRollout(known(0, [fresh])).progress.reason).toBe('Baking');
  });

  it('asks at the end of the bake time whether they still answer, and begins the next wave when they do', () => {
    const before = known(0, [renewed]);
    expect(planRollout(before)).toMatchObject({ ask: ids(1), takeUp: [] });
    expect(planRollout({ ...before, ...asked })).toMatchObject({
      ask: [],
      progress: { wave: 1, reason: 'NextWave', changedAt: nowMs },
    });
  });

  it('counts one that does not answer as failed', () => {
    const step = planRollout(known(0, [renewed], { silentIds: new Set(ids(1)) }));
    expect(step.progress).toMatchObject({ status: 'stopped', reason: 'GateClosed', counts: { failed: 1 } });
  });

  it('lets a person accept one that does not answer: the next look finds it as silent as before', () => {
    const silent = { silentIds: new Set(ids(1)) };
    const { progress } = planRollout(known(0, [renewed], silent));
    expect(progress.unwellIds).toEqual(ids(1));
    const halted = planRollout(known(0, [renewed], { was: progress }));
    expect(halted.progress).toMatchObject({ status: 'stopped', counts: { failed: 1 } });
    const resumed = planRollout(known(0, [renewed], { was: progress, wish: 'resume' }));
    expect(resumed).toMatchObject({ ask: ids(1), progress: { accepted: 1 } });
    const next = planRollout(known(0, [renewed], { was: resumed.progress, ...silent }));
    expect(next.progress).toMatchObject({ status: 'running', wave: 1 });
  });

  it('stops for an alarm that is raised, and for one that is not there any more', () => {
    const plan = aPlan({ gate: { failedPercentMax: 25, bakeSeconds: 600, alarms: ['errors'] } });
    const under = (state?: string) =>
      planRollout(known(0, [{}], { plan, alarms: new Map(state === undefined ? [] : [['errors', state]]) }));
    expect(under('OK')).toMatchObject({ takeUp: ids(1) });
    expect(under('INSUFFICIENT_DATA')).toMatchObject({ takeUp: ids(1) });
    const stopped = { takeUp: [], progress: { status: 'stopped', reason: 'AlarmRaised' } };
    expect([under('ALARM'), under()]).toMatchObject([stopped, stopped]);
  });

  it('adopts those without an entry that run, and is through when the others are not there', () => {
    const plan = aPlan({ adopts: true });
    const unlisted = new Map([[idOf(2), anInstance({ instanceId: idOf(2) })]]);
    const others = { plan, unlisted };
    expect(planRollout(known(1, [renewed, undefined, undefined], others)).takeUp).toEqual(ids(2));
    const after = known(1, [renewed, undefined, undefined], { plan, ...asked });
    expect(planRollout(after).progress).toMatchObject({ status: 'done', counts: { left: 2 } });
  });

  it('does not count as failed whom it adopted and nothing could be sent to', () => {
    const {
      document: _,
      documentVersion: __,
      ...never
    } = anOld({ ...taken, status: 'unmanaged', reason: 'NoAgent' });
    const entries = new Map([[idOf(1), never]]);
    const step = planRollout({ ...known(0, [undefined], asked), entries });
    expect(step.progress).toMatchObject({ wave: 1, counts: { left: 1, failed: 0 } });
  });

  it('is done after the last wave', () => {
    const step = planRollout(known(1, [renewed, renewed, renewed, renewed, renewed], asked));
    expect(step.progress).toMatchObject({ status: 'done', reason: 'Completed', counts: { done: 5 } });
  });

  it('leaves out who has the version already, who is gone, and who has no entry', () => {
    const gone = { status: 'gone', reason: 'Stopped' } as const;
    const step = planRollout(known(1, [renewed, { documentVersion: '2' }, gone, undefined, {}]));
    expect(step).toMatchObject({ takeUp: ids(5), progress: { counts: { done: 2, left: 2, open: 1 } } });
  });

  it('waits for an instance that a launch has in hand', () => {
    const ofLaunch = { ...waiting, rollout: 'r0 other:1' };
    expect(planRollout(known(1, [renewed, ofLaunch]))).toMatchObject({
      takeUp: [],
      progress: { reason: 'InFlight' },
    });
  });

  it('takes up again who was put back, also of an earlier wave', () => {
    expect(planRollout(known(1, [taken, renewed])).takeUp).toEqual(ids(1));
  });

  it('takes up no more than its caps allow, and says so', () => {
    const plan = aPlan({ caps: { all: 2, groups: {}, zones: {} } });
    expect(planRollout(known(1, [renewed, waiting, {}, {}, {}], { plan })).takeUp).toEqual(ids(3));
    const full = planRollout(known(1, [renewed, waiting, broken, {}, {}], { plan }));
    expect(full).toMatchObject({ takeUp: [], progress: { status: 'running', reason: 'CapsReached' } });
  });

  it('stops when failures alone fill its caps, since no time makes room', () => {
    const plan = aPlan({ caps: { all: 1, groups: {}, zones: {} } });
    const full = planRollout(known(1, [renewed, broken, {}, {}, {}], { plan }));
    expect(full).toMatchObject({ takeUp: [], progress: { status: 'stopped', reason: 'CapsReached' } });
    const was = full.progress;
    const again = planRollout(known(1, [renewed, broken, {}, {}, {}], { plan, was, wish: 'resume' }));
    expect(again).toMatchObject({ takeUp: [], progress: { status: 'stopped', reason: 'CapsReached' } });
    const retried = planRollout(known(1, [renewed, broken, {}, {}, {}], { plan, was, wish: 'retry' }));
    expect(retried).toMatchObject({ takeUp: ids(2), progress: { status: 'running' } });
  });

  it('goes on while a launch has one in hand for whom there is room', () => {
    const plan = aPlan({ caps: { all: 1, groups: {}, zones: {} } });
    const ofLaunch = { ...waiting, rollout: 'r0 other:1' };
    const step = planRollout(known(1, [renewed, broken, ofLaunch, {}, {}], { plan }));
    expect(step.progress).toMatchObject({ status: 'running', reason: 'CapsReached' });
  });

  it('takes up as many as its pace allows, however long it was held', () => {
    const plan = aPlan({ paceMinute: 0.2 });
    const step = (pacedAt: number) =>
      planRollout(known(1, [renewed, {}, {}, {}, {}], { plan, was: { pacedAt } }));
    expect(step(nowMs - 4 * minuteMs)).toMatchObject({ takeUp: [], progress: { reason: 'PaceReached' } });
    expect(step(nowMs - 5 * minuteMs)).toMatchObject({ takeUp: ids(2), progress: { pacedAt: nowMs } });
    expect(step(nowMs - 500 * minuteMs).takeUp).toEqual(ids(2, 3));
  });
});

describe('the gate', () => {
  it('stops the roll-out as soon as more fail than it allows, before the wave is through', () => {
    const step = planRollout(known(1, [renewed, broken, broken, {}, {}]));
    expect(step).toMatchObject({ takeUp: [], progress: { status: 'stopped', reason: 'GateClosed' } });
  });

  it('stays open for as many as it allows', () => {
    expect(planRollout(known(1, [renewed, broken, {}, {}, {}])).takeUp).toEqual(ids(3, 4, 5));
  });

  it.each([
    ['who became unmanaged', { status: 'unmanaged', reason: 'ConnectionLost', waitingSince: 0, dueAt: 0 }],
    ['for whom the document is not', { status: 'excluded', reason: 'UnsupportedPlatform' }],
  ] as const)('counts %s', (_, fields) => {
    const bad = { ...taken, ...fields };
    expect(planRollout(known(1, [renewed, bad, bad, {}, {}])).progress.reason).toBe('GateClosed');
  });

  it('never opens by itself', () => {
    const was = { status: 'stopped', reason: 'GateClosed' } as const;
    const step = planRollout(known(1, [renewed, renewed, renewed, {}, {}], { was }));
    expect(step).toMatchObject({ takeUp: [], progress: was });
  });
});

describe('what goes before a roll-out', () => {
  it.each([
    ['launches that wait', { isLate: true, isBehind: false }, 'LaunchesFirst'],
    ['commands that the roster does not know', { isLate: false, isBehind: true }, 'RosterBehind'],
  ] as const)('is %s', (_, traffic, reason) => {
    expect(planRollout(known(0, [{}], { traffic }))).toMatchObject({ takeUp: [], progress: { reason } });
  });

  it('is the time of the week', () => {
    const never = { days: [], from: '00:00', until: '00:00', timeZone: 'UTC' };
    expect(planRollout(known(0, [{}], { plan: aPlan({ windows: [never] }) }))).toMatchObject({
      takeUp: [],
      progress: { reason: 'OutsideWindow' },
    });
  });
});

describe('a person', () => {
  it.each([
    ['pause', 'paused'],
    ['abort', 'aborted'],
  ] as const)('who asks to %s has those put back that were sent nothing', (wish, status) => {
    const unsent = { ...waiting, onboardedAt: nowMs - 60 * minuteMs };
    const sent = { ...waiting, reason: 'Undelivered', attempts: 1 } as const;
    const step = planRollout(known(1, [renewed, unsent, sent, {}], { wish }));
    expect(step).toMatchObject({ takeUp: [], putBack: ids(2), progress: { status } });
  });

  it('who resumes accepts what has failed in the wave', () => {
    const was = { status: 'stopped', reason: 'GateClosed' } as const;
    const step = planRollout(known(1, [renewed, broken, broken, {}, {}], { was, wish: 'resume' }));
    expect(step).toMatchObject({ takeUp: ids(4, 5), progress: { status: 'running', accepted: 2 } });
    const again = known(1, [renewed, broken, broken, broken, {}], { was: step.progress });
    expect(planRollout(again).progress.reason).toBe('GateClosed');
  });

  it('who resumes what runs changes nothing', () => {
    const step = planRollout(known(1, [renewed, broken, {}, {}, {}], { wish: 'resume' }));
    expect(step.progress.accepted).toBe(0);
  });

  it('who retries has those taken up that failed until now, and no later ones', () => {
    const was = { status: 'stopped', reason: 'GateClosed' } as const;
    const step = planRollout(known(1, [renewed, broken, broken, renewed, renewed], { was, wish: 'retry' }));
    expect(step).toMatchObject({ takeUp: ids(2, 3), progress: { status: 'running', retriedAt: nowMs } });
    const later = { ...broken, changedAt: nowMs + 1 };
    const next = known(1, [renewed, later, later, renewed, renewed], { was: step.progress });
    expect(planRollout({ ...next, nowMs: nowMs + 2 }).progress.reason).toBe('GateClosed');
  });

  it.each(['pause', 'resume', 'retry', 'abort'] as const)('asks in vain to %s what is over', (wish) => {
    const was = { status: 'aborted', reason: 'AbortedByPerson' } as const;
    expect(planRollout(known(1, [renewed, {}], { was, wish }))).toMatchObject({ takeUp: [], progress: was });
  });
});
