import type { RolloutPlan, RolloutProgress } from './rollout-state.ts';

/** What the state of a member is told from. */
export interface MemberKnowledge {
  readonly plan: RolloutPlan;
  readonly progress: RolloutProgress;
  /** The members that were looked at after their bake time and are not well. */
  readonly unwellIds: ReadonlySet<string>;
  readonly nowMs: number;
}
