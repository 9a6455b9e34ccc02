/** How a lifecycle action ends. */
export type LifecycleResult = 'CONTINUE' | 'ABANDON';

/** The results, as requests name them. */
export const lifecycleResults = ['CONTINUE', 'ABANDON'] as const satisfies LifecycleResult[];

/** The transition of launches, the only one whose hooks the local cloud has. */
export const launching = 'autoscaling:EC2_INSTANCE_LAUNCHING';

/** A launch hook of a group. */
export interface LifecycleHook {
  readonly name: string;
  readonly groupName: string;
  readonly heartbeatSeconds: number;
  readonly defaultResult: LifecycleResult;
  readonly metadata: string | undefined;
}

/** The longest wait, whatever the hook says (user guide, "48 hours or 100 times the heartbeat timeout"). */
const waitSecondsMax = 48 * 60 * 60;
const heartbeatsMax = 100;

/** The longest time that an instance waits for a hook, however many heartbeats come. */
export function globalTimeoutSeconds({ heartbeatSeconds }: LifecycleHook): number {
  return Math.min(waitSecondsMax, heartbeatsMax * heartbeatSeconds);
}
