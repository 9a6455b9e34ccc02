import type { Member, ScalingGroup } from '../scaling-group.ts';
import type { LifecycleHook } from './lifecycle-hook.ts';

/** An instance that waits for a hook. */
export interface LifecycleAction {
  readonly token: string;
  readonly group: ScalingGroup;
  readonly member: Member;
  /** As it was when the wait began. */
  readonly hook: LifecycleHook;
  /** When it ends whatever comes. */
  readonly endsMs: number;
  /** When it ends without another heartbeat. */
  deadlineMs: number;
}
