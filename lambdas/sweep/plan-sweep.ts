import { type Instance, type InstanceState, isUp, type ManagedInstance } from '../domain/instance.ts';
import type { LaunchState } from '../domain/launch.ts';
import type { RosterStanding } from '../domain/roster.ts';

/** Everything there is, at one moment. */
export interface Census {
  readonly instances: ReadonlyMap<string, Instance>;
  readonly managed: ReadonlyMap<string, ManagedInstance>;
  /** False when only unmanaged instances were asked about: onboarded ones then count as managed. */
  readonly isManagedListWhole: boolean;
  /** Where the entries stand, but for instances terminated so long ago that EC2 has forgotten them. */
  readonly entries: ReadonlyMap<string, RosterStanding>;
  /** When the roster was created: what started before ran before Muster was deployed. */
  readonly deployedAtMs: number;
  readonly settings: SweepSettings;
  readonly nowMs: number;
}

/** What the configuration says about the sweep. */
export interface SweepSettings {
  /** How many instances that ran before Muster was deployed are taken up in one sweep; 0 leaves them alone. */
  readonly adoptPerSweepMax: number;
  /** A running instance without an entry is missing when it started longer ago than this: its event was lost. */
  readonly missingAfterSeconds: number;
}

/** An instance that the onboarding must look at, and why the sweep thinks so. */
export interface Finding {
  readonly instanceId: string;
  readonly state: LaunchState;
  readonly atMs: number;
  readonly kind: 'missing' | 'adopted' | 'vanished' | 'restarted' | 'registered';
}

/** The share of the fleet that is where it should be. */
export interface Coverage {
  readonly running: number;
  readonly managed: number;
  readonly onboarded: number;
  /** Running instances that ran before Muster was deployed and are left alone. */
  readonly notAdopted: number;
  /** Onboarded instances whose agent does not answer any more; known only from a whole list. */
  readonly silent: number;
  /** Unmanaged instances by cause. */
  readonly unmanagedByCause: Readonly<Record<string, number>>;
}

/**
 * Compares the whole account with the roster: instances whose event was lost, entries whose instance is gone, and
 * unmanaged instances that have registered since are handed to the onboarding, which decides by what EC2 says then.
 */
export function planSweep(census: Census): { findings: Finding[]; coverage: Coverage } {
  const running = [...census.instances.values()].filter(({ state }) => isUp(state));
  // EC2 shows a terminated instance for about an hour: time enough for one whose start and end were both lost.
  const ended = [...census.instances.values()].filter(
    ({ instanceId, state, launchedAtMs }) =>
      !isUp(state) && !census.entries.has(instanceId) && launchedAtMs >= census.deployedAtMs,
  );
  const unknown = running.filter(({ instanceId }) => !census.entries.has(instanceId));
  const existing = unknown.filter(({ launchedAtMs }) => launchedAtMs < census.deployedAtMs);
  const adopted = pickSome(existing, census);
  const findings = [
    ...unknown
      .filter((instance) => isMissing(instance, census))
      .map((instance) => found(instance, 'missing')),
    ...ended.map(({ instanceId, state }) => endedUnseen(instanceId, state, census)),
    ...adopted.map((instance) => found(instance, 'adopted')),
    ...running
      .filter((instance) => hasRegistered(instance, census))
      .map((instance) => found(instance, 'registered')),
    ...[...census.entries.values()]
      .filter((entry) => hasVanished(entry, census))
      .map((entry) => vanished(entry, census)),
  ];
  return { findings, coverage: cover(census, running, existing.length - adopted.length) };
}

/** Others each time, so that some that cannot be taken up do not keep the rest waiting. */
function pickSome(existing: readonly Instance[], { settings, nowMs }: Census): Instance[] {
  const start = existing.length === 0 ? 0 : Math.floor(nowMs / 1000) % existing.length;
  return [...existing.slice(start), ...existing.slice(0, start)].slice(0, settings.adoptPerSweepMax);
}

function found({ instanceId, launchedAtMs }: Instance, kind: Finding['kind']): Finding {
  return { instanceId, state: 'running', atMs: launchedAtMs, kind };
}

/** An entry that no longer says what is so. What runs is handed over as running, everything else as ended. */
function vanished({ instanceId }: RosterStanding, { instances, nowMs }: Census): Finding {
  const instance = instances.get(instanceId);
  if (instance !== undefined && isUp(instance.state)) return found(instance, 'restarted');
  return { instanceId, state: 'terminated', atMs: nowMs, kind: 'vanished' };
}

function endedUnseen(instanceId: string, state: InstanceState, { nowMs }: Census): Finding {
  const isStopped = state === 'stopping' || state === 'stopped';
  return { instanceId, state: isStopped ? 'stopped' : 'terminated', atMs: nowMs, kind: 'missing' };
}

function isMissing({ launchedAtMs }: Instance, { deployedAtMs, settings, nowMs }: Census): boolean {
  return launchedAtMs >= deployedAtMs && nowMs - launchedAtMs > settings.missingAfterSeconds * 1000;
}

function hasRegistered({ instanceId }: Instance, { entries, managed }: Census): boolean {
  return entries.get(instanceId)?.status === 'unmanaged' && managed.get(instanceId)?.isOnline === true;
}

/**
 * True for an entry whose instance has moved on while its event was lost: it ended, it was started again after it was
 * closed or had failed, or it was terminated after it was stopped. Fresh entries are left to the events on their way.
 */
function hasVanished(entry: RosterStanding, { instances, settings, nowMs }: Census): boolean {
  const { instanceId, status, reason, changedAt, launchedAt } = entry;
  if (nowMs - changedAt < settings.missingAfterSeconds * 1000) return false;
  const instance = instances.get(instanceId);
  if (instance === undefined) return status !== 'gone' || reason === 'Stopped';
  if (!isUp(instance.state)) return status !== 'gone';
  return status === 'gone' || (status === 'failed' && instance.launchedAtMs > launchedAt);
}

function cover(census: Census, running: readonly Instance[], notAdopted: number): Coverage {
  const statusOf = ({ instanceId }: Instance) => census.entries.get(instanceId)?.status;
  const isManaged = (instance: Instance) =>
    census.managed.get(instance.instanceId)?.isOnline === true ||
    (!census.isManagedListWhole && statusOf(instance) === 'onboarded');
  const onboarded = running.filter((instance) => statusOf(instance) === 'onboarded');
  const unmanagedByCause: Record<string, number> = {};
  for (const instance of running) {
    const entry = census.entries.get(instance.instanceId);
    if (entry?.status !== 'unmanaged') continue;
    unmanagedByCause[entry.reason] = (unmanagedByCause[entry.reason] ?? 0) + 1;
  }
  return {
    running: running.length,
    managed: running.filter(isManaged).length,
    onboarded: onboarded.length,
    notAdopted,
    silent: onboarded.filter((instance) => !isManaged(instance)).length,
    unmanagedByCause,
  };
}
