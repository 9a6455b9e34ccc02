import { describe, expect, it } from 'vitest';
import { type FleetPlan, planFleet, planQuestions } from '../../../../bin/commands/plan/compare-courses.ts';
import type { DecidingSettings, KnownFleet } from '../../../../bin/commands/plan/known-fleet.ts';
import type { Instance, ManagedInstance } from '../../../../lambdas/shared/domain/fleet/instance.ts';
import type { OnboardingSettings } from '../../../../lambdas/shared/domain/onboarding-settings.ts';
import type { RosterEntry } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  agentProfile,
  aManagedInstance,
  anAgent,
  anEntry,
  anInstance,
  byId,
  hourMs,
  idOf,
  lookTimes,
  minuteMs,
  nowMs,
  profiles,
  someSettings,
  someSweepSettings,
} from '../../../lambdas/builders.ts';

type Fields = Partial<OnboardingSettings>;

/** What the functions of a deployment decide by: those that send and the sweep agree. */
function settingsOf(fields: Fields): DecidingSettings {
  const onboarding = someSettings(fields);
  const { profiles: rules, exclusions, configuration } = onboarding;
  return {
    onboarding,
    sweep: someSweepSettings({ profiles: rules, exclusions, configuration }),
  };
}

interface Given {
  readonly instance?: Partial<Instance>;
  readonly entry?: RosterEntry;
  readonly managed?: Partial<ManagedInstance> | 'no';
  readonly deployed?: Fields;
  readonly present?: Fields;
}

const deployedAtMs = nowMs - 24 * hourMs;

/** The plan for instance 1 alone. It runs, and Systems Manager sees it, unless told otherwise. */
function planOne({ instance = {}, entry, managed = {}, deployed = {}, present = {} }: Given): FleetPlan {
  const known: KnownFleet = {
    instances: byId([anInstance(instance)]),
    entries: byId(entry === undefined ? [] : [entry]),
    managed: byId(managed === 'no' ? [] : [aManagedInstance(managed)]),
    ...{ stopped: 0, deployedAtMs, nowMs },
  };
  return planFleet(known, { deployed: settingsOf(deployed), present: settingsOf(present) });
}

/** The only change, in short. */
function changeOf(given: Given): string {
  const { changes } = planOne(given);
  return changes
    .map(({ change, reason, documents, end }) =>
      [change, reason ?? 'nobody', ...documents.map(({ document }) => document), '→', end.status].join(' '),
    )
    .join();
}

const excluding = { 'muster:exclude': 'yes' };
const none = { exclusions: [] };
const old = { changedAt: nowMs - hourMs, profile: 'default', configuration: 'digest-1' };
const before = { launchedAtMs: deployedAtMs - hourMs };

describe('a deployment changes for an instance', () => {
  it.each<[what: string, given: Given, change: string]>([
    [
      'whose event is on its way: it is excluded',
      { instance: { tags: excluding }, deployed: none },
      'exclude ExcludedByTag → excluded',
    ],
    [
      'that waits: the horizon is nearer',
      {
        entry: anEntry({ waitingSince: nowMs - hourMs }),
        ...{ managed: 'no', present: { lookTimes: { ...lookTimes, horizonSeconds: 1800 } } },
      },
      'unmanaged NotRegistered → unmanaged',
    ],
    [
      'whose SSM agent is too old: no longer',
      {
        entry: anEntry({ reason: 'AgentTooOld' }),
        ...{ managed: { agentVersion: '3.0.0.0' }, deployed: { floors: { 'Muster-Linux': '3.1.0.0' } } },
      },
      'send CommandClaimed Muster-Linux → onboarded',
    ],
    [
      'with a command under way: it is excluded too late',
      { entry: anEntry({ ...old, status: 'commanded' }), instance: { tags: excluding }, deployed: none },
      'exclude ExcludedTooLate → excluded',
    ],
    [
      'that is let in and has not registered: it waits',
      {
        entry: anEntry({ ...old, status: 'excluded' }),
        instance: { tags: excluding },
        managed: 'no',
        present: none,
      },
      'wait NotRegistered → waiting',
    ],
    [
      'that failed: it gets each agent of its profile, in order',
      {
        entry: anEntry({ ...old, status: 'failed' }),
        present: { profiles: [agentProfile('cloudwatch', 'datadog')], configuration: 'digest-2' },
      },
      'send CommandClaimed Muster-CloudWatch Muster-Datadog → onboarded',
    ],
    [
      'that failed with one of two agents: it gets that one',
      {
        entry: anEntry({
          ...{ ...old, status: 'failed', agent: 'datadog', profile: 'agents' },
          agents: [anAgent('cloudwatch', 'onboarded'), anAgent('datadog', 'failed')],
        }),
        deployed: { profiles: [agentProfile('cloudwatch', 'datadog')] },
        present: { profiles: [agentProfile('cloudwatch', 'datadog')], configuration: 'digest-2' },
      },
      'send CommandClaimed Muster-Datadog → onboarded',
    ],
    [
      'without an agent for its system: it gets the one that there is now',
      {
        entry: anEntry({ ...old, status: 'excluded', reason: 'UnsupportedPlatform' }),
        ...{
          managed: { platformType: 'Windows' },
          deployed: { profiles: [] },
          present: { configuration: 'digest-2' },
        },
      },
      'send CommandClaimed Muster-Windows → onboarded',
    ],
  ])('%s', (_, given, change) => {
    expect(changeOf(given)).toBe(change);
  });
});

describe('a deployment changes nothing for an instance', () => {
  const other = { configuration: 'digest-2' };
  it.each<[what: string, given: Given]>([
    [
      'that is onboarded, whatever is sent now',
      { entry: anEntry({ ...old, status: 'onboarded' }), present: other },
    ],
    ['that is due for a document either way', { entry: anEntry(), present: other }],
    [
      'that belongs to a service of AWS',
      { instance: { operator: 'eks.amazonaws.com', tags: excluding }, deployed: none },
    ],
    ['that does not run', { instance: { state: 'stopped', tags: excluding }, deployed: none }],
    [
      'that ran before Muster and is not adopted',
      { instance: { ...before, tags: excluding }, present: { ...none, ...other } },
    ],
  ])('%s', (_, given) => {
    expect(changeOf(given)).toBe('');
  });
});

it('an instance that has not registered gets something else later, and is not counted', () => {
  const present = { profiles: profiles.slice(0, 1) };
  const { changes, later } = planOne({ entry: anEntry(), managed: 'no', present });
  expect([changes, later]).toEqual([[], [{ instanceId: idOf(1), group: 'standalone' }]]);
});

it('an onboarded instance keeps what it has, and is named when it lacks something of its profile now', () => {
  const entry = anEntry({ ...old, status: 'onboarded', document: 'Muster-Linux' });
  const present = { profiles: [agentProfile('datadog')], configuration: 'digest-2' };
  const { changes, kept } = planOne({ entry, present });
  expect([changes, kept]).toEqual([[], [{ instanceId: idOf(1), group: 'standalone', profile: 'agents' }]]);
});

it('the version of a document is told when nothing that may be sent changes, and otherwise left to the deployment', () => {
  const letIn = { entry: anEntry({ ...old, status: 'excluded' }), instance: { tags: excluding } };
  const versionsOf = (present: Fields) =>
    planOne({ ...letIn, present: { ...none, ...present } }).changes[0]?.documents;
  const documentVersions = { 'Muster-Linux': 'made by the deployment' };
  const parameters = { Version: ['1.2.3'] };
  expect(versionsOf({ documentVersions })).toEqual([
    { document: 'Muster-Linux', documentVersion: '7', parameters },
  ]);
  expect(versionsOf({ documentVersions, configuration: 'digest-2' })).toEqual([
    { document: 'Muster-Linux', parameters },
  ]);
});

it('Systems Manager is asked about those that may change, and not about the onboarded whose profile stays the same', () => {
  const count = 4;
  const instances = byId(
    Array.from({ length: count }, (_, number) => anInstance({ instanceId: idOf(number) })),
  );
  const statuses = ['onboarded', 'failed', 'excluded', 'waiting'] as const;
  const entries = byId(
    statuses.map((status, number) => anEntry({ ...old, instanceId: idOf(number), status })),
  );
  const fleet = { instances, entries, stopped: 0, deployedAtMs, nowMs };
  const asked = (present: Fields) =>
    planQuestions(fleet, { deployed: settingsOf({}), present: settingsOf(present) });
  expect(asked({ configuration: 'digest-2' })).toEqual([1, 2, 3].map(idOf));
  expect(asked({ profiles: profiles.slice(0, 1) })).toEqual([0, 1, 2, 3].map(idOf));
});

it('10,000 instances are planned one by one', () => {
  const numbers = Array.from({ length: 10_000 }, (_, number) => number);
  const instances = byId(
    numbers.map((number) =>
      anInstance({ instanceId: idOf(number), tags: number % 10 === 0 ? excluding : {} }),
    ),
  );
  const entries = byId(
    numbers.map((number) => anEntry({ ...old, instanceId: idOf(number), status: 'onboarded' })),
  );
  const known = { instances, entries, managed: new Map(), stopped: 0, deployedAtMs, nowMs: nowMs + minuteMs };
  const { changes, running } = planFleet(known, { deployed: settingsOf(none), present: settingsOf({}) });
  expect([running, changes.length]).toEqual([10_000, 1000]);
});
