import { expect, it } from 'vitest';
import { dayMs } from '../../../lambdas/shared/domain/verification/moment.ts';
import { planHandOver } from '../../../lambdas/sweep/plan-hand-over.ts';
import { anEntry, byId, type EntryFields, hourMs, idOf, minuteMs, nowMs } from '../builders.ts';

/** So many instances that were onboarded long ago and run. */
function fleet(count: number, fields: EntryFields = {}) {
  const long = { launchedAt: nowMs - 9 * dayMs, onboardedAt: nowMs - 9 * dayMs + 1 };
  const entries = byId(
    Array.from({ length: count }, (_, index) =>
      anEntry({ status: 'onboarded', ...long, ...fields, instanceId: idOf(index + 1) }),
    ),
  );
  const states = new Map([...entries.keys()].map((id) => [id, 'running' as const]));
  return { entries, states, nowMs };
}

it('everybody has a turn in a day, of 500 at most, one turn after the other', () => {
  const { turns, untilMs } = planHandOver(fleet(1200), 'day', nowMs - dayMs);
  expect(turns.map(({ turn }) => turn.openIds.length)).toEqual([500, 500, 200]);
  expect(turns.map(({ dueAtMs }) => (dueAtMs - nowMs) / minuteMs)).toEqual([0, 5, 10]);
  expect(new Set(turns.map(({ turn }) => turn.turnId)).size).toBe(3);
  expect(untilMs).toBe(nowMs);
});

it('those have a turn whose moment has come since the last one', () => {
  const early = planHandOver(fleet(4800), 'day', nowMs - 20 * minuteMs);
  const [part] = early.turns;
  expect(part?.turn.openIds.length).toBeGreaterThan(50);
  expect(part?.turn.openIds.length).toBeLessThan(90);
});

it('a few wait until an order is full, for two hours at most', () => {
  expect(planHandOver(fleet(100), 'day', nowMs - 20 * minuteMs)).toEqual({ turns: [] });
  const late = planHandOver(fleet(100), 'day', nowMs - 2 * hourMs);
  expect(late.untilMs).toBe(nowMs);
  expect(late.turns).toHaveLength(1);
});

it('the moments count from when it is turned on, and after a long pause for a day at most', () => {
  expect(planHandOver(fleet(1200), 'day', undefined)).toEqual({ turns: [], untilMs: nowMs });
  expect(planHandOver(fleet(1200), 'day', nowMs - 30 * dayMs).turns).toHaveLength(3);
});

it('nobody has a turn who is not onboarded, or does not run', () => {
  expect(planHandOver(fleet(600, { status: 'failed' }), 'day', nowMs - dayMs).turns).toEqual([]);
  const stopped = fleet(600);
  const states = new Map([...stopped.states.keys()].map((id) => [id, 'stopped' as const]));
  expect(planHandOver({ ...stopped, states }, 'day', nowMs - dayMs).turns).toEqual([]);
});

it('where it is turned off those have a turn of whom a drift is told', () => {
  const drift = `Muster-Linux told NotInstalled ${nowMs}`;
  expect(planHandOver(fleet(3), 'never', nowMs - dayMs)).toEqual({ turns: [] });
  const { turns, untilMs } = planHandOver(fleet(3, { drift }), 'never', nowMs - dayMs);
  expect(turns.map(({ turn }) => turn.openIds)).toEqual([[idOf(1), idOf(2), idOf(3)]]);
  expect(untilMs).toBeUndefined();
});
