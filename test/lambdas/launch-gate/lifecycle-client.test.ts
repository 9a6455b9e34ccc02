import {
  AutoScalingClient,
  CompleteLifecycleActionCommand,
  RecordLifecycleActionHeartbeatCommand,
} from '@aws-sdk/client-auto-scaling';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createLifecycle } from '../../../lambdas/launch-gate/lifecycle-client.ts';
import { aHold } from './holds.ts';

const mock = mockClient(AutoScalingClient);
beforeEach(() => mock.reset());
afterAll(() => mock.restore());

const hold = aHold();
const key = {
  ...{ AutoScalingGroupName: 'web', LifecycleHookName: 'Muster-launch-gate' },
  ...{ LifecycleActionToken: 'token-1', InstanceId: hold.instanceId },
};
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

it('completes the wait of an instance by its token', async () => {
  mock.on(CompleteLifecycleActionCommand).resolves({});
  expect(await createLifecycle().complete(hold, 'CONTINUE')).toEqual({ isOver: false });
  const [call] = mock.commandCalls(CompleteLifecycleActionCommand);
  expect(call?.args[0].input).toEqual({ ...key, LifecycleActionResult: 'CONTINUE' });
});

it('records a heartbeat', async () => {
  mock.on(RecordLifecycleActionHeartbeatCommand).resolves({});
  expect(await createLifecycle().heartbeat(hold)).toEqual({ isOver: false });
  const [call] = mock.commandCalls(RecordLifecycleActionHeartbeatCommand);
  expect(call?.args[0].input).toEqual(key);
});

it('tells that a wait is over already, in the words of Auto Scaling', async () => {
  const message = 'No active Lifecycle Action found with token token-1';
  mock.onAnyCommand().rejects(named('ValidationError', message));
  const over = { isOver: true, message: `ValidationError: ${message}` };
  expect(await createLifecycle().complete(hold, 'ABANDON')).toEqual(over);
  expect(await createLifecycle().heartbeat(hold)).toEqual(over);
});

it('fails when Auto Scaling is throttled or in contention', async () => {
  for (const name of ['Throttling', 'ResourceContentionFault', 'AccessDenied']) {
    mock.onAnyCommand().rejects(named(name, 'x'));
    await expect(createLifecycle().complete(hold, 'CONTINUE')).rejects.toThrow('x');
  }
});
