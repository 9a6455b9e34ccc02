import type { ReasonCode } from '../roster/reason.ts';

/** How sure a cause is. */
export type Certainty = 'certain' | 'likely';

/** True for a text that says how sure a cause is. */
export function isCertainty(text: string | undefined): text is Certainty {
  return text === 'certain' || text === 'likely';
}

/** Why an instance is not managed: the reason for its entry, the place of the fault, and how sure that is. */
export interface Cause {
  readonly code: ReasonCode;
  /** Names the resource at fault. The text is the same for all instances that share the fault. */
  readonly detail?: string;
  /**
   * Certain: it keeps an agent with its usual settings from registering, whatever was not looked at. Likely:
   * something that was not looked at may show another cause.
   */
  readonly certainty: Certainty;
  /** What was not looked at, in words; at most `notLookedAtMax` names. */
  readonly notLookedAt: readonly string[];
  /**
   * True when evidence of a likely cause could not be read this time. A cause that is known from before then
   * stays.
   */
  readonly lacksEvidence?: true;
}

/** A cause as an entry has it. An earlier version of Muster wrote only the code and the detail. */
export type KnownCause = Pick<Cause, 'code' | 'detail'> & Partial<Pick<Cause, 'certainty' | 'notLookedAt'>>;

/** What stands between the names in an entry. No name has it. */
export const namesSeparator = '; ';

/** How many names of what was not looked at an entry, a line of the log or an event has. */
const notLookedAtMax = 10;

/** The first names, each once. The last one tells how many are left out. */
export function boundNames(names: readonly string[], max = notLookedAtMax): string[] {
  const all = [...new Set(names)];
  return all.length <= max ? all : [...all.slice(0, max - 1), `${all.length - max + 1} more`];
}
