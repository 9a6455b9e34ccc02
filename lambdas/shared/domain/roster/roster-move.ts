import type { RosterEntry, RosterStatus } from './roster-entry.ts';

/**
 * The moves that an entry may make. A move within a status (a later look, a new reason) is listed too. An entry whose
 * agents are all dealt with comes to rest from wherever it is: a deployment may take the last open one out of its
 * profile.
 */
const legalMoves: Readonly<Record<RosterStatus, readonly RosterStatus[]>> = {
  waiting: ['waiting', 'claimed', 'onboarded', 'excluded', 'failed', 'unmanaged', 'gone'],
  claimed: ['claimed', 'commanded', 'waiting', 'onboarded', 'failed', 'unmanaged', 'excluded', 'gone'],
  commanded: ['commanded', 'onboarded', 'failed', 'waiting', 'excluded', 'gone'],
  onboarded: ['waiting', 'claimed', 'onboarded', 'excluded', 'gone'],
  failed: ['waiting', 'claimed', 'onboarded', 'failed', 'excluded', 'gone'],
  unmanaged: ['waiting', 'claimed', 'onboarded', 'failed', 'unmanaged', 'excluded', 'gone'],
  excluded: ['waiting', 'claimed', 'onboarded', 'excluded', 'failed', 'gone'],
  gone: ['waiting', 'claimed', 'commanded', 'onboarded', 'excluded', 'failed', 'gone'],
};

/**
 * True when an entry may go from one status to the other. An instance without an entry may get any first
 * status.
 */
export function isLegalMove(from: RosterStatus | undefined, to: RosterStatus): boolean {
  return from === undefined || legalMoves[from].includes(to);
}

/** A move to write: the entry as it is now (none for a first entry), and as it will be. */
export interface RosterMove {
  readonly from: RosterEntry | undefined;
  readonly to: RosterEntry;
}

/**
 * Why the table refused a move: somebody else moved the entry first. The code names what the entry became.
 * `EntryExists`: a first move found an entry. `EntryVanished`: the entry is gone. `Already...`: it has
 * another status. `EntryChanged`: it has the same status with a later revision.
 */
export type MoveRefusal =
  | 'EntryExists'
  | 'EntryVanished'
  | 'EntryChanged'
  | `Already${Capitalize<RosterStatus>}`;

/**
 * What became of moves: each is in exactly one list. Those in `unwritten` got no answer and may be tried
 * again.
 */
export interface MoveResult {
  readonly written: readonly RosterMove[];
  readonly refused: readonly { readonly move: RosterMove; readonly refusal: MoveRefusal }[];
  readonly unwritten: readonly RosterMove[];
}
