import type { RosterEntry, RosterStatus } from './roster-entry.ts';

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
 * How the table refused a move, because somebody else moved the entry first. It names what the entry became:
 * `EntryExists` for a first move that was not the first, `EntryVanished` for one that was forgotten, `Already...` for
 * one in another status, `EntryChanged` for one in the same status with a later revision.
 */
export type MoveRefusal =
  | 'EntryExists'
  | 'EntryVanished'
  | 'EntryChanged'
  | `Already${Capitalize<RosterStatus>}`;

/** What became of moves: each is in exactly one of the lists. `unwritten` were not answered for and may be tried again. */
export interface MoveResult {
  readonly written: readonly RosterMove[];
  readonly refused: readonly { readonly move: RosterMove; readonly refusal: MoveRefusal }[];
  readonly unwritten: readonly RosterMove[];
}
