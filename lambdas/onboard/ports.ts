import type { Commands } from '../shared/clients/commands/commands.ts';
import type { Diagnosis } from '../shared/clients/diagnosis/diagnosis-client.ts';
import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { ErrandOrders } from '../shared/clients/rollout/errand-orders.ts';
import type { Announcements } from '../shared/clients/roster/announcements.ts';
import type { PulseStore } from '../shared/clients/roster/pulse-client.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import type { LaunchVersions } from '../shared/domain/rollout/launch-versions.ts';
import type { Gap } from '../shared/domain/roster/pulse.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { Log } from '../shared/runtime/log.ts';

/** What the onboarding needs from outside. */
export interface Ports {
  readonly fleet: Fleet;
  readonly managedInstances: ManagedInstances;
  readonly diagnosis: Diagnosis;
  readonly commands: Commands;
  readonly roster: Roster;
  /** A roll-out says what its errand sends. */
  readonly errandOrders: ErrandOrders;
  /** Who is throttled says so to the others: roll-outs make room. */
  readonly pulses: Pick<PulseStore, 'noteThrottled'>;
  readonly announcements: Announcements;
  readonly clock: Clock;
  readonly log: Log;
}

/** One run of the onboarding. */
export interface Run {
  /** Unique to this call. Order ids begin with it; by them a lost order is found again. */
  readonly requestId: string;
  /**
   * No order begins after this moment, so that there is time to record what was sent. In epoch milliseconds.
   */
  readonly lastOrderAtMs: number;
  readonly settings: OnboardingSettings;
  /** The stretch of time in which commands may have been sent that the roster does not know, if there is one. */
  readonly gap?: Gap | undefined;
  /** What launches get instead of what was deployed last, while a roll-out holds that back from them. */
  readonly launchVersions?: LaunchVersions | undefined;
  /** What the caller read a moment ago: the entries, and what Systems Manager says about some instances. */
  readonly known?: {
    readonly entries: ReadonlyMap<string, RosterEntry>;
    readonly managed: ReadonlyMap<string, ManagedInstance>;
  };
}
