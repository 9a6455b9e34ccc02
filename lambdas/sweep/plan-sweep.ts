import { type Instance, isUp } from '../shared/domain/fleet/instance.ts';
import { isOutside } from '../shared/domain/fleet/outside.ts';
import type { WatchedState } from '../shared/domain/fleet/state-change.ts';
import { openDrifts } from '../shared/domain/roster/drift.ts';
import type { RosterStanding } from '../shared/domain/roster/roster-entry.ts';
import { type Census, hasRegistered, isFresh, isUpNow, mayHaveRestarted } from './census.ts';
import { isOutdated } from './is-outdated.ts';

/** An instance that the onboarding must look at, and what the sweep found about it. */
export interface Finding {
  readonly instanceId: string;
  readonly state: WatchedState;
  readonly atMs: number;
  readonly kind: FindingKind;
  readonly isAnew?: boolean;
}

/** What a sweep can find: see `planSweep`. */
export const findingKinds = ['missing', 'vanished', 'restarted', 'registered', 'outdated'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** The share of the fleet that is managed and onboarded. */
export interface Coverage {
  readonly running: number;
  readonly managed: number;
  readonly onboarded: number;
  /** Instances from before the deployment that run, and nodes of others outside EC2: they are left alone. */
  readonly notAdopted: number;
  /** Onboarded instances whose agent no longer answers; known only when everybody was asked about. */
  readonly silent: number;
  /** Onboarded instances that run and of which a drift is told. */
  readonly drifted: number;
  /** Unmanaged instances by cause. */
  readonly unmanagedByCause: Readonly<Record<string, number>>;
}

/**
 * Compares the whole account with the roster. It hands over instances whose event was lost, entries whose
 * instance is gone, unmanaged instances that have registered since, and entries that the present tags or
 * configuration contradict. The onboarding then decides by what EC2 says.
 */
export function planSweep(census: Census): { findings: Finding[]; coverage: Coverage } {
  const looked = [...census.instances.values()];
  const running = looked.filter(({ state }) => isUp(state));
  const unknown = running.filter(({ instanceId }) => !census.entries.has(instanceId));
  const existing = unknown.filter(({ launchedAtMs }) => launchedAtMs < census.deployedAtMs);
  const differing = [
    ...unknown
      .filter((instance) => isMissing(instance, census))
      .map((instance) => found(instance, 'missing')),
    ...looked
      .filter((instance) => hasEndedUnseen(instance, census))
      .map((instance) => endedUnseen(instance, census)),
    ...running
      .filter(({ instanceId }) => hasRegistered(instanceId, census))
      .map((instance) => found(instance, 'registered')),
    ...running
      .filter((instance) => hasRestarted(instance, census))
      .map((instance) => found(instance, 'restarted')),
    ...[...census.entries.values()]
      .filter((entry) => hasVanished(entry, census))
      .map(({ instanceId }) => vanished(instanceId, census)),
  ];
  const foundIds = new Set(differing.map(({ instanceId }) => instanceId));
  const findings = [
    ...differing,
    ...[...census.entries.values()]
      .filter((entry) => !foundIds.has(entry.instanceId) && isOutdated(entry, census))
      .map(({ instanceId }) => outdated(instanceId, census)),
  ];
  const ofOthers = [...census.outside.keys()].filter((id) => !census.states.has(id));
  return { findings, coverage: cover(census, existing.length + ofOthers.length) };
}

function found({ instanceId, launchedAtMs }: Instance, kind: FindingKind): Finding {
  return { instanceId, state: 'running', atMs: launchedAtMs, kind };
}

/** An instance that does not run is handed over as ended, stopped or terminated. */
function vanished(instanceId: string, { nowMs }: Census): Finding {
  return { instanceId, state: 'terminated', atMs: nowMs, kind: 'vanished' };
}

function outdated(instanceId: string, { nowMs }: Census): Finding {
  return { instanceId, state: 'running', atMs: nowMs, kind: 'outdated', isAnew: true };
}

function endedUnseen({ instanceId, state }: Instance, { nowMs }: Census): Finding {
  const isStopped = state === 'stopping' || state === 'stopped';
  return { instanceId, state: isStopped ? 'stopped' : 'terminated', atMs: nowMs, kind: 'missing' };
}

/** No event that is sure to come tells of a node outside EC2. So it is missing as soon as it is seen. */
function isMissing(instance: Instance, { deployedAtMs, settings, nowMs }: Census): boolean {
  const { launchedAtMs, outside } = instance;
  if (launchedAtMs < deployedAtMs) return false;
  return outside !== undefined || nowMs - launchedAtMs > settings.missingAfterSeconds * 1000;
}

/**
 * True for an instance whose start and end were both lost. EC2 shows a terminated instance for about an hour,
 * which is time enough to find it.
 */
function hasEndedUnseen({ instanceId, state, launchedAtMs }: Instance, census: Census): boolean {
  return !isUp(state) && !census.entries.has(instanceId) && launchedAtMs >= census.deployedAtMs;
}

/**
 * True for an instance that was started again after its entry was closed or failed, and whose event was lost.
 */
function hasRestarted({ instanceId, launchedAtMs }: Instance, census: Census): boolean {
  const entry = census.entries.get(instanceId);
  if (entry === undefined || !mayHaveRestarted(instanceId, census)) return false;
  return entry.status === 'gone' || launchedAtMs > entry.launchedAt;
}

/**
 * True for an entry whose instance has ended without an event, or was terminated after a stop. Fresh entries
 * are left to the events on their way.
 */
function hasVanished(entry: RosterStanding, census: Census): boolean {
  const { instanceId, status, reason } = entry;
  if (isOutside(instanceId) && census.settings.outside === null) return false;
  if (isFresh(entry, census) || isUpNow(instanceId, census)) return false;
  const isForgotten = !census.states.has(instanceId);
  return status !== 'gone' || (isForgotten && reason === 'Stopped');
}

function isDrifted(entry: RosterStanding | undefined): boolean {
  return entry !== undefined && openDrifts(entry).length > 0;
}

function cover(census: Census, notAdopted: number): Coverage {
  const running = [...census.states.keys()].filter((instanceId) => isUpNow(instanceId, census));
  const statusOf = (instanceId: string) => census.entries.get(instanceId)?.status;
  const isManaged = (instanceId: string) =>
    census.managed.get(instanceId)?.isOnline === true ||
    (!census.isManagedListWhole && !isOutside(instanceId) && statusOf(instanceId) === 'onboarded');
  const onboarded = running.filter((instanceId) => statusOf(instanceId) === 'onboarded');
  const unmanagedByCause: Record<string, number> = {};
  for (const instanceId of running) {
    const entry = census.entries.get(instanceId);
    if (entry?.status !== 'unmanaged') continue;
    unmanagedByCause[entry.reason] = (unmanagedByCause[entry.reason] ?? 0) + 1;
  }
  return {
    running: running.length,
    managed: running.filter(isManaged).length,
    onboarded: onboarded.length,
    notAdopted,
    silent: onboarded.filter((instanceId) => !isManaged(instanceId)).length,
    drifted: onboarded.filter((instanceId) => isDrifted(census.entries.get(instanceId))).length,
    unmanagedByCause,
  };
}
