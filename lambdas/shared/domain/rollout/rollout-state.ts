import type { Caps } from './caps.ts';
import type { Gate } from './gate.ts';
import { type MemberCounts, noMembers } from './member.ts';
import type { RolloutReasonCode } from './rollout-reasons.ts';
import type { TimeWindow } from './time-window.ts';

/**
 * Where a roll-out stands.
 * `running`: it takes instances up, as its caps allow.
 * `paused`: a person has paused it.
 * `stopped`: it has stopped itself, because its gate is closed or failures fill its caps. Only a person has it go on.
 * `done`, `aborted`: it is over.
 */
export type RolloutStatus = 'running' | 'paused' | 'stopped' | 'done' | 'aborted';

/** What a person asks of a roll-out that is under way. */
export const wishes = ['pause', 'resume', 'abort', 'retry'] as const;
export type Wish = (typeof wishes)[number];

/** A document that a roll-out sends once to each instance, and that changes nothing of what the instance has by its profile. */
export interface ErrandOrder {
  readonly document: string;
  readonly documentVersion: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** What is frozen when a roll-out starts. Times are epoch milliseconds. */
export interface RolloutPlan {
  readonly rolloutId: string;
  readonly startedAt: number;
  /** The ARN of who started it. */
  readonly startedBy: string;
  /** The only agent that is sent; undefined for all that a profile names. */
  readonly agent?: string;
  /** The agent that is taken away: the documents of `versions` uninstall it. Undefined for a roll-out that installs. */
  readonly uninstall?: string;
  /** What is sent once to each instance; then `versions` is empty. Undefined for a roll-out that installs or uninstalls. */
  readonly errand?: ErrandOrder;
  /** By document: the version that instances are to have. Other documents are left alone. */
  readonly versions: Readonly<Record<string, string>>;
  /** By document: the version that most of the instances have. It is what a roll-back sends. */
  readonly previous: Readonly<Record<string, string>>;
  /** `earlier`: launches get `previous` while it is under way. Undefined: they get what was deployed last. */
  readonly launches?: 'earlier';
  /** True when it adopts: its members have no entry, and get what launches get. */
  readonly adopts?: true;
  /** How many instances each wave has. */
  readonly waveSizes: readonly number[];
  readonly gate: Gate;
  readonly caps: Caps;
  /** How many instances are taken up in a minute; undefined for no limit. */
  readonly paceMinute?: number;
  /** When instances may be taken up; none for always. */
  readonly windows: readonly TimeWindow[];
}

/** The verification of a wave: its commands, and when the first and the latest of them were sent, in epoch milliseconds. */
export interface Verifying {
  readonly beganAt: number;
  readonly sentAt: number;
  readonly commandIds: readonly string[];
  /** True when a call was throttled or got no answer: the next step sends what is missing. */
  readonly isPartial?: true;
}

/** What changes while a roll-out is under way. */
export interface RolloutProgress {
  readonly status: RolloutStatus;
  readonly reason: RolloutReasonCode;
  /** The wave in hand, from 0. */
  readonly wave: number;
  /** When the status or the wave changed. */
  readonly changedAt: number;
  /** When instances were last taken up. The pace counts from here. */
  readonly pacedAt: number;
  /** What failed until here is tried again: a person has asked for it. */
  readonly retriedAt?: number;
  /** How many failures of the wave in hand a person has accepted. */
  readonly accepted: number;
  /** The verification of the wave in hand, while it lasts. */
  readonly verifying?: Verifying | undefined;
  /**
   * Who of the wave in hand was not well at the end of its bake time, when the gate closed: the first thousand. They count as failed until
   * a person decides.
   */
  readonly unwellIds?: readonly string[] | undefined;
  /** How many instances of the waves so far are in each state. */
  readonly counts: MemberCounts;
}

/** True for a roll-out that takes up nobody any more, whatever happens. */
export function isOver({ status }: Pick<RolloutProgress, 'status'>): boolean {
  return status === 'done' || status === 'aborted';
}

/** A roll-out before its first step. It has no times yet: the clock of the functions counts, and not that of an operator. */
export function beginProgress(): RolloutProgress {
  return {
    ...({ status: 'running', reason: 'Started', wave: 0, accepted: 0 } as const),
    ...{ changedAt: 0, pacedAt: 0, counts: noMembers },
  };
}
