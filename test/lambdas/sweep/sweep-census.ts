import type { Instance, ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { Census, SweepSettings } from '../../../lambdas/sweep/census.ts';
import { planCloserLook } from '../../../lambdas/sweep/plan-closer-look.ts';
import { planSweep } from '../../../lambdas/sweep/plan-sweep.ts';
import {
  aManagedInstance,
  anEntry,
  anInstance,
  byId,
  hourMs,
  nowMs,
  someSweepSettings,
  statesOf,
} from '../builders.ts';
import { deployedAtMs } from '../fakes.ts';

/** Started an hour ago. */
export const long = { launchedAtMs: nowMs - hourMs };
export const sameStart = { launchedAt: long.launchedAtMs };
/** Decided an hour ago, under the present configuration. */
const decided = { changedAt: nowMs - hourMs, profile: 'default', configuration: 'digest-1' };
/** An excluded entry belongs to a service, if its test does not say more. */
const ofService = ({ status }: Partial<RosterEntry>) =>
  status === 'excluded' ? { reason: 'ServiceManaged' } : {};
/** Started before Muster was deployed. */
export const existing = { launchedAtMs: deployedAtMs - 1 };

/** An account in short. */
export interface Facts {
  readonly instances?: readonly Partial<Instance>[];
  readonly managed?: readonly Partial<ManagedInstance>[];
  readonly entries?: readonly Partial<RosterEntry>[];
  readonly isManagedListWhole?: boolean;
  readonly settings?: Partial<SweepSettings>;
}

/**
 * An account of these instances, an hour old, after the planned closer look. Entries were changed an hour
 * ago.
 */
export function census({ instances = [], managed = [], entries = [], ...rest }: Facts): Census {
  const { isManagedListWhole = true } = rest;
  const all = byId(instances.map((instance) => anInstance({ ...long, ...instance })));
  const overview = {
    states: statesOf(all.values()),
    managed: byId(managed.map(aManagedInstance)),
    entries: byId(entries.map((entry) => anEntry({ ...decided, ...ofService(entry), ...entry }))),
    isManagedListWhole,
    outside: new Map(),
    deployedAtMs,
    tags: new Map([...all].map(([id, { tags }]) => [id, tags] as const)),
    settings: someSweepSettings(rest.settings),
    nowMs,
  };
  const looked = planCloserLook(overview).flatMap((instanceId) => all.get(instanceId) ?? []);
  return { ...overview, instances: byId(looked) };
}

/** The findings in short: the kind and the number of the instance. */
export const found = (facts: Facts) =>
  planSweep(census(facts)).findings.map(({ kind, instanceId }) => [kind, instanceId]);
/** The coverage of the account. */
export const coverage = (facts: Facts) => planSweep(census(facts)).coverage;
