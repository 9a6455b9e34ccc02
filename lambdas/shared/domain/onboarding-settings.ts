import type { Exclusion, Profile } from './fleet/profile.ts';
import type { LookTimes } from './roster/due.ts';

/** What the configuration says about onboarding, as the functions see it. */
export interface OnboardingSettings {
  readonly profiles: readonly Profile[];
  readonly exclusions: readonly Exclusion[];
  /** The version of each document that was deployed together with this function, by document name. */
  readonly documentVersions: Readonly<Record<string, string>>;
  /** For how long the entry of a stopped or terminated instance is kept. */
  readonly closedEntryDays: number;
  /** For how long a claim keeps others from sending. Longer than the function may run. */
  readonly claimLeaseSeconds: number;
  /** When instances that are not managed are looked at again. */
  readonly lookTimes: LookTimes;
  /** How many commands an instance gets for one start, when they end for passing reasons. */
  readonly attemptsMax: number;
}
