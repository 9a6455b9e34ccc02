import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../../lambdas/shared/domain/fleet/instance.ts';
import type { Census } from '../../../../lambdas/sweep/census.ts';
import { planSweep } from '../../../../lambdas/sweep/plan-sweep.ts';
import {
  aManagedInstance,
  anEntry,
  anInstance,
  byId,
  type EntryFields,
  hourMs,
  nodeIdOf,
  nowMs,
  someSweepSettings,
} from '../../builders.ts';
import { deployedAtMs } from '../../fakes.ts';

const instanceId = nodeIdOf(1);
const decided = { changedAt: nowMs - hourMs, profile: 'default', configuration: 'digest-1' };

/** Node 1, which registered this long ago by a role. */
function node(ago: number, roleName = 'nodes', isOnline = true): Instance {
  const registration = { atMs: nowMs - ago, roleName };
  const outside = aManagedInstance({ instanceId, isOnline, registration });
  return anInstance({ instanceId, launchedAtMs: registration.atMs, outside });
}

/** An account with one node, or none, and one entry, or none. */
function census(shown: Instance | undefined, entry?: EntryFields, isOn = true): Census {
  const all = byId(shown === undefined ? [] : [shown]);
  const entries = byId(entry === undefined ? [] : [anEntry({ instanceId, ...decided, ...entry })]);
  const isPresent = (id: string) => shown?.outside?.registration?.roleName === 'nodes' || entries.has(id);
  const present = new Map([...all].filter(([id]) => isPresent(id)));
  return {
    ...{
      instances: present,
      entries,
      outside: all,
      tags: new Map(),
      isManagedListWhole: false,
      deployedAtMs,
      nowMs,
    },
    states: new Map([...present].map(([id, { state }]) => [id, state] as const)),
    managed: new Map([...all].flatMap(([id, { outside }]) => (outside ? [[id, outside] as const] : []))),
    settings: someSweepSettings({ outside: isOn ? { roles: ['nodes'] } : null }),
  };
}
const kindsOf = (known: Census) => planSweep(known).findings.map(({ kind }) => kind);

describe('a node outside EC2', () => {
  it('is missing as soon as it is seen, because no event is sure to tell of it', () => {
    expect(kindsOf(census(node(1000)))).toEqual(['missing']);
    expect(kindsOf(census(node(1000), { status: 'onboarded' }))).toEqual([]);
  });

  it('from before the deployment, and one of others, are left alone and counted', () => {
    for (const shown of [node(48 * hourMs), node(1000, 'ecs')]) {
      const { findings, coverage } = planSweep(census(shown));
      expect([findings, coverage.notAdopted]).toEqual([[], 1]);
    }
  });

  it('that is no longer registered has vanished, and one of others with an entry has not', () => {
    expect(kindsOf(census(undefined, { status: 'onboarded' }))).toEqual(['vanished']);
    expect(kindsOf(census(node(hourMs, 'ecs'), { status: 'onboarded' }))).toEqual([]);
  });

  it('that is unmanaged is handed over when it answers', () => {
    const unmanaged = { status: 'unmanaged', reason: 'ConnectionLost' } as const;
    expect(kindsOf(census(node(hourMs, 'nodes', false), unmanaged))).toEqual([]);
    expect(kindsOf(census(node(hourMs), unmanaged))).toEqual(['registered']);
  });

  it('that is silent is told each time, because Systems Manager is asked about all of them', () => {
    const { coverage } = planSweep(census(node(hourMs, 'nodes', false), { status: 'onboarded' }));
    expect(coverage).toMatchObject({ running: 1, managed: 0, onboarded: 1, silent: 1 });
  });

  it.each<[status: EntryFields, kinds: string[]]>([
    [{ status: 'onboarded' }, ['outdated']],
    [{ status: 'failed', reason: 'DocumentRefused' }, ['outdated']],
    [{ status: 'excluded', reason: 'HybridOff' }, []],
    [{ status: 'commanded' }, []],
    [{ status: 'gone', reason: 'Deregistered' }, []],
  ])('%j is never called gone when hybrid is off: the sweep finds %j', (entry, kinds) => {
    expect(kindsOf(census(undefined, entry, false))).toEqual(kinds);
  });

  it('that was left alone is decided anew when hybrid is on again', () => {
    expect(kindsOf(census(node(hourMs), { status: 'excluded', reason: 'HybridOff' }))).toEqual(['outdated']);
  });
});
