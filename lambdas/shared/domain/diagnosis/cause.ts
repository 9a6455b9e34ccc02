import type { ReasonCode } from '../roster/reason.ts';

/** Why an instance is not managed: the reason for its entry, and the place of the fault. */
export interface Cause {
  readonly code: ReasonCode;
  /** Names the resource at fault. The text is the same for all instances that share the fault. */
  readonly detail?: string;
  /** True when evidence was missing that might have shown another cause. A known cause is then kept. */
  readonly isDoubtful?: true;
}
