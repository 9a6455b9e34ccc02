import type { Instance, ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { OnboardingSettings } from '../../../lambdas/shared/domain/onboarding-settings.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { SweepSettings } from '../../../lambdas/sweep/census.ts';

/** What EC2 and the roster say of a fleet. Times are epoch milliseconds. */
export interface Fleet {
  readonly instances: ReadonlyMap<string, Instance>;
  readonly entries: ReadonlyMap<string, RosterEntry>;
  /** How many instances are stopped or about to. */
  readonly stopped: number;
  /** When the roster began. An instance that started earlier ran before Muster was deployed. */
  readonly deployedAtMs: number;
  readonly nowMs: number;
}

/** The same, with what Systems Manager says of the instances that may change. */
export interface KnownFleet extends Fleet {
  readonly managed: ReadonlyMap<string, ManagedInstance>;
}

/** What the functions of one deployment decide by. */
export interface DecidingSettings {
  readonly onboarding: OnboardingSettings;
  readonly sweep: SweepSettings;
}

/** The settings before a deployment, and after it. */
export interface TwoSettings {
  readonly deployed: DecidingSettings;
  readonly present: DecidingSettings;
}
