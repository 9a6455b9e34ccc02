import type { InstanceStateChange } from '@aws-sdk/client-ec2';
import { type Instance, type InstanceStateName, instanceStateCodes } from './ec2-instance.ts';
import type { Fleet } from './instance-fleet.ts';
import { findInstances } from './instance-ids.ts';

/** The result of a call that changes states: the state of each instance before and after. */
export function changeStates(
  fleet: Fleet,
  ids: readonly string[] = [],
  change: (instance: Instance) => void,
): InstanceStateChange[] {
  return findInstances(fleet, ids).map((instance) => {
    const before = renderState(instance.state);
    change(instance);
    return { InstanceId: instance.id, PreviousState: before, CurrentState: renderState(instance.state) };
  });
}

function renderState(state: InstanceStateName) {
  return { Code: instanceStateCodes[state], Name: state };
}
