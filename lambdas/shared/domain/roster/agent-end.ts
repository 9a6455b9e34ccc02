import type { AgentState } from './agent-state.ts';
import type { ReasonCode } from './reason.ts';

/** How one order ended for good. */
export interface AgentEnd {
  readonly status: 'onboarded' | 'failed' | 'excluded';
  readonly reason: ReasonCode;
  /** How the command ended, if one was sent. */
  readonly result?: Pick<AgentState, 'statusDetails' | 'step' | 'exitCode'>;
  /** How many commands failed for a passing reason, the last one included. */
  readonly attempts?: number;
}
