/** Where an entry stands. The design's glossary says what each means. */
export const rosterStatuses = [
  'waiting',
  'claimed',
  'commanded',
  'onboarded',
  'failed',
  'unmanaged',
  'excluded',
  'gone',
] as const;
export type RosterStatus = (typeof rosterStatuses)[number];

/**
 * What the roster keeps of one instance. Times are epoch milliseconds, but for `expiresAt`, which DynamoDB wants in
 * epoch seconds. `revision` grows by one with every move, and a move names the revision it starts from: so of two
 * that start from the same entry only one takes place.
 */
export interface RosterEntry {
  readonly instanceId: string;
  readonly status: RosterStatus;
  /** A `ReasonCode`, or the code of another version of Muster that wrote the entry. */
  readonly reason: string;
  readonly source: string;
  readonly revision: number;
  /** The first launch that was seen. */
  readonly firstSeenAt: number;
  /** The latest start that the entry accounts for, so that a restart is told from an old event. */
  readonly launchedAt: number;
  readonly changedAt: number;
  readonly platform?: string;
  readonly profile?: string;
  readonly document?: string;
  readonly documentVersion?: string;
  readonly orderId?: string;
  readonly commandId?: string;
  /** How many commands of this start have ended for a passing reason. */
  readonly attempts?: number;
  /** How the latest command ended: its step, Systems Manager's StatusDetails, and the exit code of the script. */
  readonly step?: string;
  readonly statusDetails?: string;
  readonly exitCode?: number;
  /** When the instance was onboarded; it stays when the instance stops, so that a restart sends nothing. */
  readonly onboardedAt?: number;
  /** While `waiting`: since when, for the horizon. */
  readonly waitingSince?: number;
  /** While `claimed`: until when the claimant may send. */
  readonly leaseUntil?: number;
  /** While `unmanaged`, where the cause has a place: the resource at fault, in words; the same for all that share it. */
  readonly causeDetail?: string;
  /** While `failed` or `unmanaged`: the index partition that spreads problems. */
  readonly problemShard?: string;
  /**
   * When to look again, and the index partition that spreads what is due. For `waiting` the next look, for `claimed`
   * the end of the lease, for `commanded` when its result is read without an event, for `unmanaged` when its cause is
   * looked for again. Absent when nothing is due.
   */
  readonly dueAt?: number;
  readonly dueShard?: string;
  /** When DynamoDB may forget a closed entry, in epoch seconds. */
  readonly expiresAt?: number;
}

/** Where an entry stands: what the sweep compares with the account. */
export type RosterStanding = Pick<
  RosterEntry,
  'instanceId' | 'status' | 'reason' | 'launchedAt' | 'changedAt'
>;

/** The moves that an entry may make. A move within a status (a later look, a new reason) is listed as well. */
const legalMoves: Readonly<Record<RosterStatus, readonly RosterStatus[]>> = {
  waiting: ['waiting', 'claimed', 'excluded', 'failed', 'unmanaged', 'gone'],
  claimed: ['claimed', 'commanded', 'waiting', 'failed', 'unmanaged', 'excluded', 'gone'],
  commanded: ['commanded', 'onboarded', 'failed', 'waiting', 'excluded', 'gone'],
  onboarded: ['waiting', 'claimed', 'gone'],
  failed: ['waiting', 'claimed', 'failed', 'excluded', 'gone'],
  unmanaged: ['waiting', 'claimed', 'unmanaged', 'excluded', 'gone'],
  excluded: ['waiting', 'claimed', 'excluded', 'failed', 'gone'],
  gone: ['waiting', 'claimed', 'commanded', 'onboarded', 'excluded', 'failed', 'gone'],
};

/** True when an entry may go from one status to the other; an instance without an entry may get any first status. */
export function isLegalMove(from: RosterStatus | undefined, to: RosterStatus): boolean {
  return from === undefined || legalMoves[from].includes(to);
}

/** A move that is to be written: the entry as it is now (none for a first one) and as it will be. */
export interface RosterMove {
  readonly from: RosterEntry | undefined;
  readonly to: RosterEntry;
}

/**
 * A move that the table refused, because somebody else moved the entry first. The code names what the entry became:
 * `EntryExists` for a first move that was not the first, `EntryVanished` for one that was forgotten, `Already...` for
 * one in another status, `EntryChanged` for one in the same status with a later revision.
 */
export type RefusalCode =
  | 'EntryExists'
  | 'EntryVanished'
  | 'EntryChanged'
  | `Already${Capitalize<RosterStatus>}`;

/** What became of moves: each is in exactly one of the lists. `unwritten` were not answered for and may be tried again. */
export interface MoveResult {
  readonly written: readonly RosterMove[];
  readonly refused: readonly { readonly move: RosterMove; readonly code: RefusalCode }[];
  readonly unwritten: readonly RosterMove[];
}
