import {
  type Instance,
  type InstanceState,
  isUp,
  type ManagedInstance,
  type Tags,
} from '../shared/domain/fleet/instance.ts';
import type { OutsideSettings } from '../shared/domain/fleet/outside.ts';
import type { Exclusion, ProfileRule } from '../shared/domain/fleet/profile.ts';
import type { RosterStanding } from '../shared/domain/roster/roster-entry.ts';
import type { VerificationPeriod } from '../shared/domain/verification/verification-settings.ts';

/** The standing of every instance, in short: enough to tell which ones need a closer look. */
export interface Overview {
  /** The state of every instance that EC2 shows, and of the nodes outside EC2 that are ours or have an entry. */
  readonly states: ReadonlyMap<string, InstanceState>;
  readonly managed: ReadonlyMap<string, ManagedInstance>;
  /** By instance: its tags that the configuration reads. An instance with none of them is not here. */
  readonly tags: ReadonlyMap<string, Tags>;
  /** Every node outside EC2 that is registered; empty while no such nodes are looked at. */
  readonly outside: ReadonlyMap<string, Instance>;
  /** False when only unmanaged instances were asked about. Onboarded instances then count as managed. */
  readonly isManagedListWhole: boolean;
  /**
   * The standing of the entries, without those of instances that were terminated so long ago that EC2 has
   * forgotten them.
   */
  readonly entries: ReadonlyMap<string, RosterStanding>;
  /** When the roster began. An instance that started earlier ran before Muster was deployed. */
  readonly deployedAtMs: number;
  readonly settings: SweepSettings;
  readonly nowMs: number;
}

/** All that the sweep compares, at one moment. */
export interface Census extends Overview {
  /**
   * The instances that `planCloserLook` named, in full. One that EC2 no longer shows is missing here and is
   * left to the next sweep.
   */
  readonly instances: ReadonlyMap<string, Instance>;
}

/** What the configuration says about the sweep. */
export interface SweepSettings {
  /**
   * A running instance without an entry is missing when it started longer ago than this. Its event was lost.
   */
  readonly missingAfterSeconds: number;
  readonly profiles: readonly ProfileRule[];
  readonly exclusions: readonly Exclusion[];
  /** The digest of what may be sent. Entries hold the one under which they were decided. */
  readonly configuration: string;
  /** How often what is onboarded is verified. */
  readonly verifyEvery: VerificationPeriod;
  /** Which nodes outside EC2 are onboarded; null when none are looked at. */
  readonly outside: OutsideSettings | null;
}

/** True for an instance that EC2 shows as running or about to run. */
export function isUpNow(instanceId: string, { states }: Pick<Overview, 'states'>): boolean {
  const state = states.get(instanceId);
  return state !== undefined && isUp(state);
}

/** True for an entry that changed recently. Events about its instance may still be on their way. */
export function isFresh({ changedAt }: RosterStanding, { settings, nowMs }: Overview): boolean {
  return nowMs - changedAt < settings.missingAfterSeconds * 1000;
}

/** True for an unmanaged instance that runs and that Systems Manager reaches now. */
export function hasRegistered(instanceId: string, overview: Overview): boolean {
  const isOnline = overview.managed.get(instanceId)?.isOnline === true;
  const isUnmanaged = overview.entries.get(instanceId)?.status === 'unmanaged';
  return isUnmanaged && isOnline && isUpNow(instanceId, overview);
}

/** True for an instance that runs although its entry is closed or failed. It may have been started again. */
export function mayHaveRestarted(instanceId: string, overview: Overview): boolean {
  const entry = overview.entries.get(instanceId);
  if (entry === undefined || isFresh(entry, overview)) return false;
  return (entry.status === 'gone' || entry.status === 'failed') && isUpNow(instanceId, overview);
}
