import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instance, isUp, type ManagedInstance } from '../../../lambdas/domain/instance.ts';
import { type RosterEntry, rosterStatuses } from '../../../lambdas/domain/roster.ts';
import type { Census } from '../../../lambdas/sweep/census.ts';
import { planCloserLook } from '../../../lambdas/sweep/plan-closer-look.ts';
import { planSweep } from '../../../lambdas/sweep/plan-sweep.ts';
import {
  aManagedInstance,
  anEntry,
  anInstance,
  byId,
  hourMs,
  idOf,
  idsTo,
  minuteMs,
  nowMs,
  statesOf,
} from '../builders.ts';
import { deployedAtMs } from '../fakes.ts';

const settings = { adoptPerSweepMax: 0, missingAfterSeconds: 1800 };
const long = { launchedAtMs: nowMs - hourMs };
const sameStart = { launchedAt: long.launchedAtMs };
/** Started before Muster was deployed. */
const existing = { launchedAtMs: deployedAtMs - 1 };

interface Facts {
  readonly instances?: readonly Partial<Instance>[];
  readonly managed?: readonly Partial<ManagedInstance>[];
  readonly entries?: readonly Partial<RosterEntry>[];
  readonly adoptPerSweepMax?: number;
  readonly isManagedListWhole?: boolean;
}

/** An account of these instances, an hour old, looked at as closely as planned; entries were changed an hour ago. */
function census({ instances = [], managed = [], entries = [], ...rest }: Facts): Census {
  const { adoptPerSweepMax = 0, isManagedListWhole = true } = rest;
  const all = byId(instances.map((instance) => anInstance({ ...long, ...instance })));
  const overview = {
    states: statesOf(all.values()),
    managed: byId(managed.map(aManagedInstance)),
    entries: byId(entries.map((entry) => anEntry({ changedAt: nowMs - hourMs, ...entry }))),
    isManagedListWhole,
    deployedAtMs,
    settings: { ...settings, adoptPerSweepMax },
    nowMs,
  };
  const looked = planCloserLook(overview).flatMap((instanceId) => all.get(instanceId) ?? []);
  return { ...overview, instances: byId(looked) };
}

/** What is found, in short: the kind and the number of the instance. */
const found = (facts: Facts) =>
  planSweep(census(facts)).findings.map(({ kind, instanceId }) => [kind, instanceId]);
const coverage = (facts: Facts) => planSweep(census(facts)).coverage;

describe('an instance whose event was lost', () => {
  it('is missing, and told with its start', () => {
    const { findings } = planSweep(census({ instances: [{}] }));
    expect(findings).toEqual([
      { instanceId: idOf(1), state: 'running', atMs: nowMs - hourMs, kind: 'missing' },
    ]);
  });

  it('is missing after the time of the settings, and not a moment before', () => {
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

  it('is missing while it is pending, for hours', () => {
    expect(found({ instances: [{ state: 'pending' }] })).toEqual([['missing', idOf(1)]]);
  });

  it.each(rosterStatuses.filter((status) => status !== 'gone'))('is not missing when it is %s', (status) => {
    expect(found({ instances: [{}], entries: [{ status }] })).toEqual([]);
  });
});

describe('an instance that ran before Muster was deployed', () => {
  const facts = { instances: idsTo(5).map((instanceId) => ({ ...existing, instanceId })) };

  it('is left alone unless that is switched on', () => {
    expect(found(facts)).toEqual([]);
    expect(coverage(facts).notAdopted).toBe(5);
  });

  it('is left alone when it has ended, also while that is switched on', () => {
    const ended = { ...existing, state: 'terminated' as const };
    expect(found({ instances: [ended], adoptPerSweepMax: 9 })).toEqual([]);
  });

  it('is taken up at the pace of the settings, and the rest is counted', () => {
    expect(found({ ...facts, adoptPerSweepMax: 2 })).toEqual([
      ['adopted', idOf(1)],
      ['adopted', idOf(2)],
    ]);
    expect(coverage({ ...facts, adoptPerSweepMax: 2 }).notAdopted).toBe(3);
    expect(coverage({ ...facts, adoptPerSweepMax: 9 }).notAdopted).toBe(0);
  });

  it('is not kept waiting by those that cannot be taken up: others come first each time', () => {
    const plan = (second: number) =>
      planSweep({ ...census({ ...facts, adoptPerSweepMax: 2 }), nowMs: nowMs + second * 1000 });
    const taken = [0, 1, 2, 3, 4].flatMap((second) =>
      plan(second).findings.map(({ instanceId }) => instanceId),
    );
    for (const { instanceId } of facts.instances)
      expect(taken.filter((id) => id === instanceId)).toHaveLength(2);
  });

  it('does not spend the pace on those that have an entry', () => {
    const entries = [1, 2, 4].map((number) => ({ instanceId: idOf(number), status: 'onboarded' as const }));
    expect(found({ ...facts, entries, adoptPerSweepMax: 2 })).toEqual([
      ['adopted', idOf(3)],
      ['adopted', idOf(5)],
    ]);
  });

  it('does not slow the finding of those that are missing', () => {
    const instances = [...facts.instances, { instanceId: idOf(6) }];
    expect(found({ instances, adoptPerSweepMax: 0 })).toEqual([['missing', idOf(6)]]);
  });
});

describe('an entry whose instance does not run', () => {
  const open = rosterStatuses.filter((status) => status !== 'gone');

  it.each(open)('has vanished when it is %s, and is told as of now', (status) => {
    expect(planSweep(census({ entries: [{ status }] })).findings).toEqual([
      { instanceId: idOf(1), state: 'terminated', atMs: nowMs, kind: 'vanished' },
    ]);
  });

  it.each(['stopped', 'shutting-down', 'terminated'] as const)(
    'has vanished while EC2 shows it %s',
    (state) => {
      expect(found({ instances: [{ state }], entries: [{ status: 'onboarded' }] })).toEqual([
        ['vanished', idOf(1)],
      ]);
    },
  );

  it('has not when it is closed already', () => {
    expect(found({ entries: [{ status: 'gone' }] })).toEqual([]);
    expect(found({ instances: [{ state: 'stopped' }], entries: [{ status: 'gone' }] })).toEqual([]);
  });

  it('has when it was stopped and EC2 shows it no more: it was terminated since', () => {
    const stopped = { status: 'gone' as const, reason: 'Stopped' };
    expect(found({ entries: [stopped] })).toEqual([['vanished', idOf(1)]]);
    expect(found({ instances: [{ state: 'stopped' }], entries: [stopped] })).toEqual([]);
  });

  it('has not while the entry is fresh: EC2 may be a moment behind', () => {
    const since = (milliseconds: number) => found({ entries: [{ changedAt: nowMs - milliseconds }] });
    expect(since(30 * minuteMs - 1)).toEqual([]);
    expect(since(30 * minuteMs)).toEqual([['vanished', idOf(1)]]);
  });
});

describe('an entry that has failed while its instance runs', () => {
  const failed = { status: 'failed' as const, launchedAt: nowMs - 2 * hourMs };

  it('is handed to the onboarding when the instance was started again since, with that start', () => {
    expect(planSweep(census({ instances: [{}], entries: [failed] })).findings).toEqual([
      { instanceId: idOf(1), state: 'running', atMs: nowMs - hourMs, kind: 'restarted' },
    ]);
  });

  it('is left alone when the instance is of the same start, or the entry is fresh', () => {
    expect(found({ instances: [{}], entries: [{ ...failed, ...sameStart }] })).toEqual([]);
    expect(found({ instances: [{}], entries: [{ ...failed, changedAt: nowMs - minuteMs }] })).toEqual([]);
  });
});

describe('an instance that changed between its state and the closer look', () => {
  /** The first look saw instance 1 running; the closer look saw this of it, or nothing. */
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
  ])('%s is left to the next sweep when EC2 shows it no more', (_name, entries) => {
    expect(found(entries, {})).toHaveLength(1);
    expect(found(entries, undefined)).toEqual([]);
  });

  it('is found as ended when it has no entry, and is left to the next sweep when it has one', () => {
    expect(found([], { state: 'shutting-down' })).toEqual([['missing', 'terminated']]);
    expect(found([{ status: 'gone' }], { state: 'shutting-down' })).toEqual([]);
    expect(found([{ status: 'unmanaged' }], { state: 'shutting-down' })).toEqual([]);
  });
});

describe('an entry that is gone while its instance runs', () => {
  it('is handed to the onboarding, for the event of its restart was lost', () => {
    expect(planSweep(census({ instances: [{}], entries: [{ status: 'gone' }] })).findings).toHaveLength(1);
  });

  it('is left alone while it is fresh: the event may be under way', () => {
    const entries = [{ status: 'gone' as const, changedAt: nowMs - minuteMs }];
    expect(found({ instances: [{}], entries })).toEqual([]);
  });
});

describe('an unmanaged instance', () => {
  const unmanaged = { status: 'unmanaged', reason: 'AgentSilent' } as const;

  it('is found when it has registered and answers, with its start', () => {
    expect(planSweep(census({ instances: [{}], managed: [{}], entries: [unmanaged] })).findings).toEqual([
      { instanceId: idOf(1), state: 'running', atMs: nowMs - hourMs, kind: 'registered' },
    ]);
  });

  it('is not found while it is absent or does not answer', () => {
    expect(found({ instances: [{}], entries: [unmanaged] })).toEqual([]);
    expect(found({ instances: [{}], managed: [{ isOnline: false }], entries: [unmanaged] })).toEqual([]);
  });

  it.each(rosterStatuses.filter((status) => status !== 'unmanaged' && status !== 'gone'))(
    'is the only one that is found so; not one that is %s',
    (status) => {
      expect(found({ instances: [{}], managed: [{}], entries: [{ status }] })).toEqual([]);
    },
  );

  it('is not found by its registration when it does not run any more, but as vanished', () => {
    const facts = { instances: [{ state: 'terminated' as const }], managed: [{}], entries: [unmanaged] };
    expect(found(facts)).toEqual([['vanished', idOf(1)]]);
  });
});

describe('coverage', () => {
  const at = (number: number) => ({ instanceId: idOf(number) });
  const facts: Facts = {
    instances: [at(1), at(2), at(3), at(4), at(5), { ...at(6), state: 'stopped' }, { ...at(7), ...existing }],
    managed: [at(1), { ...at(2), isOnline: false }, at(6), at(9)],
    entries: [
      { ...at(1), status: 'onboarded' },
      { ...at(2), status: 'onboarded' },
      { ...at(3), status: 'unmanaged', reason: 'NoInstanceProfile' },
      { ...at(4), status: 'unmanaged', reason: 'NoInstanceProfile' },
      { ...at(5), status: 'unmanaged', reason: 'MetadataOff' },
      { ...at(6), status: 'onboarded' },
      { ...at(8), status: 'unmanaged', reason: 'MetadataOff' },
    ],
  };

  it('counts those that run: managed, onboarded, silent, left alone, and unmanaged by cause', () => {
    expect(coverage(facts)).toEqual({
      running: 6,
      managed: 1,
      onboarded: 2,
      notAdopted: 1,
      silent: 1,
      unmanagedByCause: { NoInstanceProfile: 2, MetadataOff: 1 },
    });
  });

  it('takes onboarded instances for managed where only unmanaged ones were asked about', () => {
    expect(coverage({ ...facts, isManagedListWhole: false })).toMatchObject({ managed: 2, silent: 0 });
  });

  it('of nothing is nothing', () => {
    expect(coverage({})).toEqual({
      running: 0,
      managed: 0,
      onboarded: 0,
      notAdopted: 0,
      silent: 0,
      unmanagedByCause: {},
    });
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
  const any = fc
    .tuple(fc.array(one, { maxLength: 9 }), fc.nat(3), fc.boolean())
    .map(([facts, adoptPerSweepMax, isManagedListWhole]) => {
      const numbered = facts.map((fact, index) => ({ ...fact, instanceId: idOf(index + 1) }));
      return census({
        instances: numbered.flatMap(({ instance, instanceId }) =>
          instance ? [{ ...instance, instanceId }] : [],
        ),
        managed: numbered.flatMap(({ isOnline, instanceId }) =>
          isOnline === undefined ? [] : [{ isOnline, instanceId }],
        ),
        entries: numbered.flatMap(({ entry, instanceId }) => (entry ? [{ ...entry, instanceId }] : [])),
        adoptPerSweepMax,
        isManagedListWhole,
      });
    });

  it('an instance is found once at most, and the same is found in the same', () => {
    fc.assert(
      fc.property(any, (all) => {
        const { findings } = planSweep(all);
        expect(new Set(findings.map(({ instanceId }) => instanceId)).size).toBe(findings.length);
        expect(planSweep(all)).toEqual(planSweep(structuredClone(all)));
      }),
    );
  });

  it('no instance is overlooked: who runs has an open entry, or is found, or is young or left alone', () => {
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
