import type { RosterStatus } from './roster-entry.ts';

/** What a code means. */
export interface Reason {
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The statuses that an entry may have for this reason; none when nothing is written. */
  readonly statuses: readonly RosterStatus[];
  /** Whether the state change is delivered again: besides what is written, or instead. */
  readonly comesBack?: 'also' | 'instead';
  /** What docs/errors.md tells besides, by paragraph. */
  readonly more?: readonly string[];
}

/** The codes of one kind, and what each means. */
export type ReasonTable = Readonly<Record<string, Reason>>;
