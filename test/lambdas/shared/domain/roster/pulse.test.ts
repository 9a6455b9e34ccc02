import { describe, expect, it } from 'vitest';
import { leaseMarginSeconds } from '../../../../../lambdas/shared/domain/roster/lease.ts';
import {
  isHeld,
  type Pulse,
  type PulseKnowledge,
  planPulse,
} from '../../../../../lambdas/shared/domain/roster/pulse.ts';
import { hourMs, minuteMs, nowMs } from '../../../builders.ts';

const dayMs = 24 * hourMs;
const marginMs = leaseMarginSeconds * 1000;
const claimLeaseMs = 12 * minuteMs;
const createdAtMs = nowMs - hourMs;
const aPulse = (fields: Partial<Pulse> = {}): Pulse => ({
  tableId: 'table-1',
  atMs: nowMs - minuteMs,
  firstAtMs: nowMs - 90 * dayMs,
  ...fields,
});
const plan = (known: Partial<PulseKnowledge> = {}) =>
  planPulse({
    pulse: aPulse(),
    tableId: 'table-1',
    createdAtMs,
    changes: undefined,
    claimLeaseMs,
    nowMs,
    ...known,
  });

describe('a roster in use', () => {
  it('has no gap, and its pulse is written anew every four minutes', () => {
    expect(plan()).toEqual({ write: undefined, gap: undefined });
    const late = plan({ pulse: aPulse({ atMs: nowMs - 5 * minuteMs }) });
    expect(late).toEqual({ write: aPulse({ atMs: nowMs }), gap: undefined });
  });

  it('is in use though two of the rarest rechecks were missed, and is not when hours have passed', () => {
    expect(plan({ pulse: aPulse({ atMs: nowMs - 3 * hourMs }) }).gap).toBeUndefined();
    expect(plan({ pulse: aPulse({ atMs: nowMs - 3 * hourMs - 1 }) }).gap).toBeDefined();
  });
});

describe('a roster that is behind', () => {
  const atMs = nowMs - 10 * minuteMs;
  const gap = { fromMs: atMs - marginMs, untilMs: nowMs + claimLeaseMs };

  it('is one whose pulse is of another table: the gap begins with it, and holds for as long as a lease', () => {
    const { write, gap: found } = plan({ pulse: aPulse({ atMs }), tableId: 'table-2' });
    expect(found).toEqual(gap);
    expect(write).toEqual(aPulse({ tableId: 'table-2', atMs: nowMs, gap }));
  });

  it('without a pulse is behind since its first change: the latest may have come after a restore', () => {
    const firstMs = nowMs - dayMs;
    const whole = { ...gap, fromMs: gap.fromMs - atMs + firstMs };
    expect(plan({ pulse: undefined, changes: { firstMs, latestMs: atMs } })).toEqual({
      write: { tableId: 'table-1', atMs: nowMs, firstAtMs: firstMs, gap: whole },
      gap: whole,
    });
  });

  it('a second time has one gap that holds both', () => {
    const earlier = { fromMs: nowMs - dayMs, untilMs: nowMs - hourMs };
    expect(plan({ pulse: aPulse({ atMs, gap: earlier }), tableId: 'table-2' }).gap).toEqual({
      fromMs: earlier.fromMs,
      untilMs: gap.untilMs,
    });
  });

  it('remembers its gap for as long as Systems Manager remembers commands', () => {
    const old = (days: number) => ({ fromMs: 0, untilMs: nowMs - days * dayMs });
    expect(plan({ pulse: aPulse({ gap: old(29) }) }).gap).toEqual(old(29));
    expect(plan({ pulse: aPulse({ gap: old(30) }) }).gap).toBeUndefined();
  });

  it('is held until the gap ends', () => {
    expect([gap.untilMs - 1, gap.untilMs].map((ms) => isHeld(gap, ms))).toEqual([true, false]);
    expect(isHeld(undefined, nowMs)).toBe(false);
  });
});

it('an empty table is a new roster: there is nothing that it could not know', () => {
  expect(plan({ pulse: undefined })).toEqual({
    write: { tableId: 'table-1', atMs: nowMs, firstAtMs: createdAtMs },
    gap: undefined,
  });
});

it('a table in use that is older than all its entries is the first one, though it has no pulse yet', () => {
  const changes = { firstMs: createdAtMs, latestMs: nowMs - minuteMs };
  expect(plan({ pulse: undefined, changes })).toEqual({
    write: { tableId: 'table-1', atMs: nowMs, firstAtMs: createdAtMs },
    gap: undefined,
  });
  const restored = { firstMs: createdAtMs - 1, latestMs: nowMs - minuteMs };
  expect(plan({ pulse: undefined, changes: restored }).gap).toBeDefined();
  const kept = { firstMs: nowMs - dayMs, latestMs: nowMs - 3 * hourMs - 1 };
  expect(plan({ pulse: undefined, createdAtMs: nowMs - dayMs, changes: kept }).gap).toBeDefined();
});

it('a roster without a pulse began when its table was made, or with its first entry if that is earlier', () => {
  const begun = (firstMs: number) =>
    plan({ pulse: undefined, changes: { firstMs, latestMs: nowMs } }).write?.firstAtMs;
  expect(begun(createdAtMs + 1)).toBe(createdAtMs);
  expect(begun(createdAtMs - 1)).toBe(createdAtMs - 1);
});
