import type { Invocation } from '../commands/invocation.ts';
import type { OrderItem } from '../commands/order.ts';
import type { Instance } from '../fleet/instance.ts';
import type { Profile } from '../fleet/profile.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import type { Member, MemberState } from './member.ts';
import type { RolloutPlan, RolloutProgress, Wish } from './rollout-state.ts';
import type { Verified } from './verify.ts';

/** What is known of a roll-out when its next step is decided. */
export interface RolloutKnowledge {
  readonly plan: RolloutPlan;
  readonly progress: RolloutProgress;
  /** What a person has asked for since the last step. */
  readonly wish?: Wish;
  /** The members of the waves so far. */
  readonly members: readonly Member[];
  readonly entries: ReadonlyMap<string, RosterEntry>;
  /** The members without an entry that run, as EC2 shows them. Only a roll-out that adopts asks for them. */
  readonly unlisted: ReadonlyMap<string, Instance>;
  /** The members that do not answer; undefined when nobody has asked yet. */
  readonly silentIds?: ReadonlySet<string>;
  /** The invocations of the verification that is under way. */
  readonly invocations?: readonly Invocation[];
  /** The profiles of the configuration: they have the parameters of documents. */
  readonly profiles: readonly Profile[];
  readonly traffic: Traffic;
  /** The states of the alarms of the gate, by name. One that is not there has none. */
  readonly alarms: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

/** What goes before a roll-out. */
export interface Traffic {
  /** True while launches wait for longer than they should, or a call was throttled a moment ago. */
  readonly isLate: boolean;
  /** True while the roster may not know every command. */
  readonly isBehind: boolean;
}

/** The next step of a roll-out. */
export interface RolloutStep {
  readonly progress: RolloutProgress;
  /** Who is to get what is rolled out. */
  readonly takeUp: readonly string[];
  /** Who was taken up, has got nothing yet, and shall not get it now. */
  readonly putBack: readonly string[];
  /** Who must be asked for before the step can be decided. If there is anybody, nothing else counts. */
  readonly ask: readonly string[];
  /** What verifies the wave. The progress then notes its commands. */
  readonly verify: readonly OrderItem[];
}

/** The same, and where each member stands. */
export interface View extends RolloutKnowledge {
  readonly states: ReadonlyMap<string, MemberState>;
  readonly verified: Verified;
}

/** Makes a step of what changes, and of who is taken up. */
export type MakeStep = (change: Partial<RolloutProgress>, takeUp?: readonly string[]) => RolloutStep;
