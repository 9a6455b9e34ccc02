import type { FaultChoice } from '../../../simulator/faults/fault-kinds.ts';
import type { RolloutChoice } from '../../../simulator/rollouts/rollout-choice.ts';

/** The flags as they are typed. */
export interface SimulateOptions {
  readonly app?: string;
  readonly seed: number;
  readonly launches: number;
  readonly runs: number;
  readonly faults: FaultChoice;
  readonly rollouts: RolloutChoice;
  readonly settings: 'given' | 'extremes';
  readonly remediation: 'given' | 'example';
  readonly json?: true;
  readonly trace?: string;
  readonly worker?: true;
}
