import type { ReasonCode } from '../roster/reason.ts';

/** Why an instance is not managed, as the diagnosis found it: the reason of its entry, and the place of the fault. */
export interface Cause {
  /** The reason code. */
  readonly code: ReasonCode;
  /** Names the resource at fault, the same text for all instances that share the fault. */
  readonly detail?: string;
  /** True when evidence was missing that might have shown another cause: a cause that is known already is kept. */
  readonly isDoubtful?: true;
}
