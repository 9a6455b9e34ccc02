import type { OutsideSettings } from './fleet/outside.ts';
import type { AgentDocuments, Exclusion, Profile } from './fleet/profile.ts';
import type { LookTimes } from './roster/due.ts';

/** What the configuration says about onboarding, in the form that the functions read. */
export interface OnboardingSettings {
  readonly profiles: readonly Profile[];
  /** The documents of the agents that profiles name. */
  readonly agents: AgentDocuments;
  readonly exclusions: readonly Exclusion[];
  /** By document name: the version of the document that was deployed together with this function. */
  readonly documentVersions: Readonly<Record<string, string>>;
  /** By document name: the least SSM agent that the document needs, if it needs one. */
  readonly floors: Readonly<Record<string, string>>;
  /**
   * A digest of what may be sent: profiles, agents, and the content of their documents. A deployment that changes
   * one of them changes the digest.
   */
  readonly configuration: string;
  /** How long the entry of a stopped or terminated instance is kept. */
  readonly closedEntryDays: number;
  /** How long a claim keeps others from sending. It must be longer than the function may run. */
  readonly claimLeaseSeconds: number;
  /** When to look again at instances that are not managed. */
  readonly lookTimes: LookTimes;
  /** How many commands an instance gets for one start when they fail for passing reasons. */
  readonly attemptsMax: number;
  /** Which nodes outside EC2 are onboarded; null when none are looked at. */
  readonly outside: OutsideSettings | null;
}
