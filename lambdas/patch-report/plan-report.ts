import { type Instance, isUp, type ManagedInstance } from '../shared/domain/fleet/instance.ts';
import {
  type AvailableUpdatesCountAs,
  isCompliant,
  type PatchCounts,
  type PatchState,
} from './patch-state.ts';

/** Everything that a report needs, at one moment. */
export interface PatchCensus {
  readonly instances: ReadonlyMap<string, Instance>;
  readonly managed: ReadonlyMap<string, ManagedInstance>;
  readonly states: ReadonlyMap<string, PatchState>;
  /** What the baselines of `listDecidingBaselines` say; one that is gone is absent, and says nothing. */
  readonly baselines: ReadonlyMap<string, AvailableUpdatesCountAs>;
  /** A state older than this counts as outdated. */
  readonly outdatedAfterDays: number;
  readonly nowMs: number;
}

/**
 * The standing of an instance. `Outdated`: the last scan is too old to tell. `NeverScanned`: it is managed
 * but was never scanned. `Unmanaged`: it runs without being managed, so nobody can scan it.
 */
export const standings = ['Compliant', 'NonCompliant', 'Outdated', 'NeverScanned', 'Unmanaged'] as const;
export type Standing = (typeof standings)[number];

/** One instance of the report. Times are ISO 8601, in UTC; empty when there is none. */
export interface InstanceRow extends PatchCounts {
  readonly instanceId: string;
  readonly name: string;
  readonly patchGroup: string;
  readonly platform: string;
  readonly standing: Standing;
  readonly operation: string;
  readonly endedAt: string;
  readonly baselineId: string;
}

/** One patch group of the report. Instances without a patch group have the group ''. */
export interface GroupRow extends Readonly<Record<Standing, number>> {
  readonly patchGroup: string;
  readonly instances: number;
  /** The share of its instances that are compliant, in whole percent, rounded down: 100 means all. */
  readonly compliantPercent: number;
  readonly missing: number;
  readonly critical: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const noCounts: PatchCounts = {
  installed: 0,
  missing: 0,
  failed: 0,
  pendingReboot: 0,
  rejected: 0,
  critical: 0,
  security: 0,
  other: 0,
  availableSecurity: 0,
};

/** The baselines on which a standing hangs: those under which security updates wait for approval. */
export function listDecidingBaselines(states: ReadonlyMap<string, PatchState>): string[] {
  const waiting = [...states.values()].filter(({ counts }) => counts.availableSecurity > 0);
  return [...new Set(waiting.map(({ baselineId }) => baselineId))].filter((id) => id !== '').sort();
}

/**
 * Who is compliant: a row for every instance that runs or is managed, and one for every patch group. Both are
 * sorted, so that two reports can be compared.
 */
export function planReport(census: PatchCensus): { instances: InstanceRow[]; groups: GroupRow[] } {
  const running = [...census.instances.values()].filter(({ state }) => isUp(state));
  const ids = new Set([...census.managed.keys(), ...running.map(({ instanceId }) => instanceId)]);
  const instances = [...ids].sort().map((instanceId) => rowOf(instanceId, census));
  const names = [...new Set(instances.map(({ patchGroup }) => patchGroup))].sort();
  const groups = names.map((name) =>
    summarize(
      name,
      instances.filter(({ patchGroup }) => patchGroup === name),
    ),
  );
  return { instances, groups };
}

function rowOf(instanceId: string, census: PatchCensus): InstanceRow {
  const instance = census.instances.get(instanceId);
  const managed = census.managed.get(instanceId);
  const state = census.states.get(instanceId);
  const tags = instance?.tags ?? {};
  return {
    instanceId,
    // EC2 knows nothing of a node outside it. Its name is the one that it registered with.
    name: tags['Name'] ?? managed?.name ?? '',
    // The next scan goes by the tag, so the tag wins. A hybrid node's tags are not visible here.
    patchGroup: tags['PatchGroup'] ?? tags['Patch Group'] ?? state?.patchGroup ?? '',
    platform: managed?.platformName ?? '',
    standing: standingOf(managed, state, census),
    operation: state?.operation ?? '',
    endedAt: state === undefined ? '' : new Date(state.endedAtMs).toISOString(),
    baselineId: state?.baselineId ?? '',
    ...(state?.counts ?? noCounts),
  };
}

function standingOf(
  managed: ManagedInstance | undefined,
  state: PatchState | undefined,
  { baselines, outdatedAfterDays, nowMs }: PatchCensus,
): Standing {
  if (managed === undefined) return 'Unmanaged';
  if (state === undefined) return 'NeverScanned';
  if (nowMs - state.endedAtMs > outdatedAfterDays * dayMs) return 'Outdated';
  const availableCountAs = baselines.get(state.baselineId) ?? 'COMPLIANT';
  return isCompliant(state.counts, availableCountAs) ? 'Compliant' : 'NonCompliant';
}

function summarize(patchGroup: string, rows: readonly InstanceRow[]): GroupRow {
  const count = (standing: Standing) => rows.filter((row) => row.standing === standing).length;
  const sum = (field: 'missing' | 'critical') => rows.reduce((total, row) => total + row[field], 0);
  return {
    patchGroup,
    instances: rows.length,
    Compliant: count('Compliant'),
    NonCompliant: count('NonCompliant'),
    Outdated: count('Outdated'),
    NeverScanned: count('NeverScanned'),
    Unmanaged: count('Unmanaged'),
    compliantPercent: Math.floor((100 * count('Compliant')) / rows.length),
    missing: sum('missing'),
    critical: sum('critical'),
  };
}
