import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instance, isUp } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { type RosterEntry, rosterStatuses } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { planSweep } from '../../../lambdas/sweep/plan-sweep.ts';
import { anInstance, byId, hourMs, idOf, idsTo, minuteMs, nowMs } from '../builders.ts';
import { deployedAtMs } from '../fakes.ts';
import { census, coverage, existing, found, long } from './sweep-census.ts';

describe('an instance whose event was lost', () => {
  it('is missing, and its start is handed over', () => {
    const { findings } = planSweep(census({ instances: [{}] }));
    expect(findings).toEqual([
      { instanceId: idOf(1), state: 'running', atMs: nowMs - hourMs, kind: 'missing' },
    ]);
  });

  it('is missing after the time of the settings, and not before', () => {
    const since = (milliseconds: number) => found({ instances: [{ launchedAtMs: nowMs - milliseconds }] });
    expect(since(30 * minuteMs)).toEqual([]);
    expect(since(30 * minuteMs + 1)).toEqual([['missing', idOf(1)]]);
  });

  it('is missing when it started at the very moment of the deployment', () => {
    expect(found({ instances: [{ launchedAtMs: deployedAtMs }] })).toEqual([['missing', idOf(1)]]);
  });

  it.each(['stopped', 'stopping', 'shutting-down', 'terminated'] as const)(
    'is missing when it is %s and has no entry: its start and its end were lost',
    (state) => {
      expect(found({ instances: [{ state }] })).toEqual([['missing', idOf(1)]]);
      expect(found({ instances: [{ state }], entries: [{ status: 'gone', reason: 'Terminated' }] })).toEqual(
        [],
      );
    },
  );

  it('is missing when it has been pending for hours', () => {
    expect(found({ instances: [{ state: 'pending' }] })).toEqual([['missing', idOf(1)]]);
  });

  it.each(rosterStatuses.filter((status) => status !== 'gone'))('is not missing when it is %s', (status) => {
    expect(found({ instances: [{}], entries: [{ status }] })).toEqual([]);
  });
});

describe('an instance that ran before Muster was deployed', () => {
  const facts = { instances: idsTo(5).map((instanceId) => ({ ...existing, instanceId })) };

  it('is left alone, and counted', () => {
    expect(found(facts)).toEqual([]);
    expect(coverage(facts).notAdopted).toBe(5);
  });

  it('does not slow the search for missing ones', () => {
    const instances = [...facts.instances, { instanceId: idOf(6) }];
    expect(found({ instances })).toEqual([['missing', idOf(6)]]);
  });
});
describe('an instance that changed between the first and the closer look', () => {
  /** The first look saw instance 1 running. The closer look saw this, or nothing. */
  const found = (entries: readonly Partial<RosterEntry>[], closer: Partial<Instance> | undefined) => {
    const seen = census({ instances: [{}], managed: [{}], entries });
    const instances = byId(closer === undefined ? [] : [anInstance({ ...long, ...closer })]);
    return planSweep({ ...seen, instances }).findings.map(({ kind, state }) => [kind, state]);
  };

  it.each([
    ['without an entry', []],
    ['whose entry is gone', [{ status: 'gone' as const }]],
    ['whose entry failed before', [{ status: 'failed' as const, launchedAt: 0 }]],
    ['that has registered', [{ status: 'unmanaged' as const }]],
  ])('%s is left to the next sweep when EC2 no longer shows it', (_name, entries) => {
    expect(found(entries, {})).toHaveLength(1);
    expect(found(entries, undefined)).toEqual([]);
  });

  it('is found as ended when it has no entry, and is left to the next sweep when it has one', () => {
    expect(found([], { state: 'shutting-down' })).toEqual([['missing', 'terminated']]);
    expect(found([{ status: 'gone' }], { state: 'shutting-down' })).toEqual([]);
    expect(found([{ status: 'unmanaged' }], { state: 'shutting-down' })).toEqual([]);
  });
});

describe('whatever there is', () => {
  const time = fc.integer({ min: deployedAtMs - hourMs, max: nowMs });
  const one = fc.record({
    instance: fc.option(
      fc.record({
        state: fc.constantFrom<Instance['state']>(
          'pending',
          'running',
          'stopped',
          'shutting-down',
          'terminated',
        ),
        launchedAtMs: time,
      }),
      { nil: undefined },
    ),
    isOnline: fc.option(fc.boolean(), { nil: undefined }),
    entry: fc.option(fc.record({ status: fc.constantFrom(...rosterStatuses), changedAt: time }), {
      nil: undefined,
    }),
  });
  const any = fc.tuple(fc.array(one, { maxLength: 9 }), fc.boolean()).map(([facts, isManagedListWhole]) => {
    const numbered = facts.map((fact, index) => ({ ...fact, instanceId: idOf(index + 1) }));
    return census({
      instances: numbered.flatMap(({ instance, instanceId }) =>
        instance ? [{ ...instance, instanceId }] : [],
      ),
      managed: numbered.flatMap(({ isOnline, instanceId }) =>
        isOnline === undefined ? [] : [{ isOnline, instanceId }],
      ),
      entries: numbered.flatMap(({ entry, instanceId }) => (entry ? [{ ...entry, instanceId }] : [])),
      isManagedListWhole,
    });
  });

  it('an instance is found at most once, and the same account gives the same findings', () => {
    fc.assert(
      fc.property(any, (all) => {
        const { findings } = planSweep(all);
        expect(new Set(findings.map(({ instanceId }) => instanceId)).size).toBe(findings.length);
        expect(planSweep(all)).toEqual(planSweep(structuredClone(all)));
      }),
    );
  });

  it('no instance is overlooked: a running one has an open entry, or is found, or is young or left alone', () => {
    fc.assert(
      fc.property(any, (all) => {
        const { findings, coverage: counted } = planSweep(all);
        const foundIds = new Set(findings.map(({ instanceId }) => instanceId));
        const startOf = (instanceId: string) => all.instances.get(instanceId)?.launchedAtMs ?? 0;
        const running = [...all.states].flatMap(([instanceId, state]) => (isUp(state) ? [instanceId] : []));
        const overlooked = running.filter((instanceId) => {
          if (foundIds.has(instanceId)) return false;
          const entry = all.entries.get(instanceId);
          if (entry !== undefined) return entry.status === 'gone' && nowMs - entry.changedAt >= 30 * minuteMs;
          return nowMs - startOf(instanceId) > 30 * minuteMs;
        });
        expect(overlooked).toHaveLength(counted.notAdopted);
        expect(overlooked.every((instanceId) => startOf(instanceId) < deployedAtMs)).toBe(true);
        expect(counted.managed).toBeLessThanOrEqual(counted.running);
        expect(counted.onboarded).toBeLessThanOrEqual(counted.running);
      }),
    );
  });
});
