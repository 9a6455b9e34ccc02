import {
  AutoScalingClient,
  CompleteLifecycleActionCommand,
  RecordLifecycleActionHeartbeatCommand,
} from '@aws-sdk/client-auto-scaling';
import { connect } from '../shared/clients/connect.ts';
import { isNamed } from '../shared/clients/expected-errors.ts';
import type { Hold } from './hold.ts';

/** What Auto Scaling says to a call about a hold: it is done, or the wait was over already. */
export type Answer = { readonly isOver: false } | { readonly isOver: true; readonly message: string };

/** The lifecycle actions of Auto Scaling. Both calls may be made twice. They throw when Auto Scaling is throttled or down. */
export interface Lifecycle {
  /** Ends the wait: the instance goes on, or is terminated and replaced. */
  complete(hold: Hold, result: 'CONTINUE' | 'ABANDON'): Promise<Answer>;
  /** Lets the wait go on for another time-out of the hook. */
  heartbeat(hold: Hold): Promise<Answer>;
}

/** Calls Auto Scaling. */
export function createLifecycle(client = connect(AutoScalingClient)): Lifecycle {
  return {
    complete: (hold, LifecycleActionResult) =>
      answerOf(() =>
        client.send(new CompleteLifecycleActionCommand({ ...keyOf(hold), LifecycleActionResult })),
      ),
    heartbeat: (hold) => answerOf(() => client.send(new RecordLifecycleActionHeartbeatCommand(keyOf(hold)))),
  };
}

function keyOf({ groupName, hookName, token, instanceId }: Hold) {
  return {
    ...{ AutoScalingGroupName: groupName, LifecycleHookName: hookName },
    ...{ LifecycleActionToken: token, InstanceId: instanceId },
  };
}

/**
 * Auto Scaling has one error for a wait that is over and for a group that is gone: `ValidationError`. What a call says comes
 * from its own event, so no later call would be answered otherwise.
 */
async function answerOf(call: () => Promise<unknown>): Promise<Answer> {
  try {
    await call();
    return { isOver: false };
  } catch (error) {
    if (isNamed(error, ['ValidationError'])) return { isOver: true, message: String(error) };
    throw error;
  }
}
