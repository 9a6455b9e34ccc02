import { describe, expect, it } from 'vitest';
import type {
  AvailableUpdatesCountAs,
  PatchCounts,
  PatchState,
} from '../../../lambdas/patch-report/patch-state.ts';
import {
  listDecidingBaselines,
  type PatchCensus,
  planReport,
} from '../../../lambdas/patch-report/plan-report.ts';
import { aManagedInstance, anInstance, idOf, nowMs } from '../builders.ts';

const dayMs = 24 * 60 * 60 * 1000;
const counts: PatchCounts = {
  installed: 100,
  missing: 0,
  failed: 0,
  pendingReboot: 0,
  rejected: 0,
  critical: 0,
  security: 0,
  other: 0,
  availableSecurity: 0,
};
const aState = (
  number: number,
  own: Partial<PatchCounts> = {},
  fields: Partial<PatchState> = {},
): PatchState => ({
  instanceId: idOf(number),
  patchGroup: 'web',
  baselineId: 'pb-1',
  operation: 'Scan',
  endedAtMs: nowMs - dayMs,
  counts: { ...counts, ...own },
  ...fields,
});
const byId = <T extends { instanceId: string }>(items: readonly T[]) =>
  new Map(items.map((item) => [item.instanceId, item]));
const instance = (number: number, fields: Partial<ReturnType<typeof anInstance>> = {}) =>
  anInstance({ instanceId: idOf(number), tags: { PatchGroup: 'web' }, ...fields });
const managed = (number: number) => aManagedInstance({ instanceId: idOf(number) });

interface Account {
  readonly instances?: readonly ReturnType<typeof anInstance>[];
  readonly managed?: readonly ReturnType<typeof aManagedInstance>[];
  readonly states?: readonly PatchState[];
  readonly baselines?: readonly [string, AvailableUpdatesCountAs][];
}
const plan = (account: Account) => {
  const census: PatchCensus = {
    instances: byId(account.instances ?? []),
    managed: byId(account.managed ?? []),
    states: byId(account.states ?? []),
    baselines: new Map(account.baselines),
    outdatedAfterDays: 14,
    nowMs,
  };
  return planReport(census);
};
/** The standing of instance 1 with this state. */
const standing = (state: PatchState, baselines: Account['baselines'] = []) =>
  plan({ instances: [instance(1)], managed: [managed(1)], states: [state], baselines }).instances[0]
    ?.standing;

describe('an instance is', () => {
  it('compliant when nothing is missing, failed, waiting for a reboot or rejected', () => {
    expect(standing(aState(1))).toBe('Compliant');
  });

  it('not compliant with security updates that wait for approval, if its baseline says so', () => {
    const waits = aState(1, { availableSecurity: 7 });
    expect(standing(waits, [['pb-1', 'NON_COMPLIANT']])).toBe('NonCompliant');
    expect(standing(waits, [['pb-1', 'COMPLIANT']])).toBe('Compliant');
    expect(standing(waits, [['pb-2', 'NON_COMPLIANT']])).toBe('Compliant');
    expect(standing(aState(1), [['pb-1', 'NON_COMPLIANT']])).toBe('Compliant');
  });

  it.each(['missing', 'failed', 'pendingReboot', 'rejected'] as const)(
    'not compliant with one %s',
    (field) => {
      expect(standing(aState(1, { [field]: 1 }))).toBe('NonCompliant');
    },
  );

  it('outdated when its last scan is more than 14 days old, whatever it found', () => {
    expect(standing(aState(1, { missing: 1 }, { endedAtMs: nowMs - 14 * dayMs }))).toBe('NonCompliant');
    expect(standing(aState(1, { missing: 1 }, { endedAtMs: nowMs - 14 * dayMs - 1 }))).toBe('Outdated');
  });

  it('never scanned when it is managed and has no state', () => {
    const { instances } = plan({ instances: [instance(1)], managed: [managed(1)] });
    expect(instances).toMatchObject([{ standing: 'NeverScanned', endedAt: '', operation: '', missing: 0 }]);
  });

  it('unmanaged when it runs and nobody can scan it', () => {
    expect(plan({ instances: [instance(1)] }).instances).toMatchObject([
      { standing: 'Unmanaged', platform: '' },
    ]);
  });

  it.each(['stopped', 'stopping', 'terminated', 'shutting-down'] as const)(
    'left out when it is %s',
    (state) => {
      expect(plan({ instances: [instance(1, { state })] }).instances).toEqual([]);
    },
  );

  it('included when only Systems Manager knows it: a hybrid node', () => {
    const node = aManagedInstance({ instanceId: 'mi-1', platformName: 'Red Hat Enterprise Linux' });
    const state = aState(1, {}, { instanceId: 'mi-1', patchGroup: 'office' });
    expect(plan({ managed: [node], states: [state] }).instances).toMatchObject([
      { instanceId: 'mi-1', name: '', patchGroup: 'office', platform: 'Red Hat Enterprise Linux' },
    ]);
  });
});

describe('the patch group of an instance', () => {
  const groupOf = (tags: Readonly<Record<string, string>>) =>
    plan({ instances: [instance(1, { tags })], managed: [managed(1)], states: [aState(1)] }).instances[0]
      ?.patchGroup;

  it('is what its tag says, in either spelling', () => {
    expect(groupOf({ PatchGroup: 'db' })).toBe('db');
    expect(groupOf({ 'Patch Group': 'db' })).toBe('db');
  });

  it('is that of the last scan when no tag says it', () => {
    expect(groupOf({})).toBe('web');
  });
});

it('shows what was found, when, and by which baseline', () => {
  const tags = { Name: 'web-1', PatchGroup: 'web' };
  const states = [aState(1, { missing: 2, critical: 1 })];
  expect(plan({ instances: [instance(1, { tags })], managed: [managed(1)], states }).instances).toEqual([
    {
      instanceId: idOf(1),
      name: 'web-1',
      patchGroup: 'web',
      platform: aManagedInstance().platformName,
      standing: 'NonCompliant',
      operation: 'Scan',
      endedAt: new Date(nowMs - dayMs).toISOString(),
      baselineId: 'pb-1',
      ...counts,
      missing: 2,
      critical: 1,
    },
  ]);
});

it('sums up each group, and never rounds up to 100', () => {
  const numbers = Array.from({ length: 200 }, (_, at) => at + 1);
  const instances = [...numbers.map((number) => instance(number)), instance(201, { tags: {} })];
  const states = numbers.map((number) => aState(number, number === 1 ? { missing: 3, critical: 2 } : {}));
  const { groups } = plan({ instances, managed: numbers.map(managed), states });
  const none = {
    Compliant: 0,
    NonCompliant: 0,
    Outdated: 0,
    NeverScanned: 0,
    Unmanaged: 0,
    missing: 0,
    critical: 0,
  };
  expect(groups).toEqual([
    { ...none, patchGroup: '', instances: 1, Unmanaged: 1, compliantPercent: 0 },
    {
      ...none,
      patchGroup: 'web',
      instances: 200,
      Compliant: 199,
      NonCompliant: 1,
      compliantPercent: 99,
      missing: 3,
      critical: 2,
    },
  ]);
});

it('counts every instance in exactly one group and one standing', () => {
  const instances = [instance(1), instance(2), instance(3, { tags: {} }), instance(4, { state: 'stopped' })];
  const report = plan({
    instances,
    managed: [managed(1), managed(2), managed(5)],
    states: [aState(1), aState(5)],
  });
  const total = report.groups.reduce((sum, group) => sum + group.instances, 0);
  expect([report.instances.length, total]).toEqual([4, 4]);
  for (const { instances: all, Compliant, NonCompliant, Outdated, NeverScanned, Unmanaged } of report.groups)
    expect(Compliant + NonCompliant + Outdated + NeverScanned + Unmanaged).toBe(all);
});

it('is sorted, so that two reports can be compared', () => {
  const ids = plan({ managed: [managed(3), managed(1), managed(2)] }).instances.map(
    ({ instanceId }) => instanceId,
  );
  expect(ids).toEqual([idOf(1), idOf(2), idOf(3)]);
});

it('names a node by its tag, or else by what it registered with', () => {
  const outside = aManagedInstance({ instanceId: 'mi-0123456789abcdef0', name: 'press-hall' });
  const inside = aManagedInstance({ instanceId: idOf(1), name: 'ip-10-0-0-1.internal' });
  const tagged = instance(1, { tags: { Name: 'web-1' } });
  const { instances } = plan({ instances: [tagged], managed: [inside, outside] });
  expect(instances.map(({ instanceId, name }) => [instanceId, name])).toEqual([
    [idOf(1), 'web-1'],
    ['mi-0123456789abcdef0', 'press-hall'],
  ]);
});

it('asks only for the baselines under which security updates wait', () => {
  const states = byId([
    aState(1),
    aState(2, { availableSecurity: 1 }, { baselineId: 'pb-2' }),
    aState(3, { availableSecurity: 2 }, { baselineId: 'pb-2' }),
    aState(4, { availableSecurity: 2 }, { baselineId: '' }),
  ]);
  expect(listDecidingBaselines(states)).toEqual(['pb-2']);
});
