import type { RecordLifecycleActionHeartbeatType } from '@aws-sdk/client-auto-scaling';
import { validationError } from '../auto-scaling-errors.ts';
import type { ActionKey } from './lifecycle-actions.ts';

/** How a request names an action. A token outweighs an instance. @throws ServiceError ValidationError without both. */
export function readActionKey({
  LifecycleHookName: hookName = '',
  LifecycleActionToken: token,
  InstanceId: instanceId,
}: RecordLifecycleActionHeartbeatType): ActionKey {
  if (token === undefined && instanceId === undefined)
    throw validationError('Either a LifecycleActionToken or an InstanceId must be specified.');
  return { hookName, token, instanceId };
}
