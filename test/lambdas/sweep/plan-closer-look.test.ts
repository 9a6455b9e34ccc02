import { describe, expect, it } from 'vitest';
import type { InstanceState } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { type RosterEntry, rosterStatuses } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { planCloserLook } from '../../../lambdas/sweep/plan-closer-look.ts';
import {
  aManagedInstance,
  anEntry,
  byId,
  hourMs,
  idOf,
  minuteMs,
  nowMs,
  someSweepSettings,
} from '../builders.ts';
import { deployedAtMs } from '../fakes.ts';

/**
 * Whether instance 1 gets a closer look in this state, with this entry (changed an hour ago) or with none.
 */
function isLookedAt(state: InstanceState, entry?: Partial<RosterEntry>, isOnline = false): boolean {
  const ids = planCloserLook({
    states: new Map([[idOf(1), state]]),
    managed: byId([aManagedInstance({ isOnline })]),
    outside: new Map(),
    isManagedListWhole: true,
    entries: byId(entry === undefined ? [] : [anEntry({ changedAt: nowMs - hourMs, ...entry })]),
    deployedAtMs,
    tags: new Map(),
    settings: someSweepSettings(),
    nowMs,
  });
  expect([[], [idOf(1)]]).toContainEqual(ids);
  return ids.length === 1;
}

const states = ['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated'] as const;

it.each(states)('an instance without an entry gets a closer look when it is %s', (state) => {
  expect(isLookedAt(state)).toBe(true);
});

describe('an instance that runs', () => {
  const settled = rosterStatuses.filter((status) => status !== 'gone' && status !== 'failed');

  it.each(settled)('gets no closer look when its entry is %s', (status) => {
    expect(isLookedAt('running', { status })).toBe(false);
  });

  it.each(['gone', 'failed'] as const)(
    'gets a closer look when its entry is %s, unless that is fresh',
    (status) => {
      expect(isLookedAt('running', { status })).toBe(true);
      expect(isLookedAt('pending', { status })).toBe(true);
      expect(isLookedAt('running', { status, changedAt: nowMs - 30 * minuteMs })).toBe(true);
      expect(isLookedAt('running', { status, changedAt: nowMs - 30 * minuteMs + 1 })).toBe(false);
    },
  );

  it('gets a closer look when it was unmanaged and answers now', () => {
    expect(isLookedAt('running', { status: 'unmanaged' }, true)).toBe(true);
    expect(isLookedAt('running', { status: 'onboarded' }, true)).toBe(false);
  });
});

it.each(rosterStatuses)('an instance that has ended gets no closer look when its entry is %s', (status) => {
  for (const state of ['stopping', 'stopped', 'shutting-down', 'terminated'] as const)
    expect(isLookedAt(state, { status }, true)).toBe(false);
});
