import type { StopInstancesRequest, StopInstancesResult } from '@aws-sdk/client-ec2';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { changeStates } from '../change-states.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';

/** StopInstances. One id that is unknown or has never run fails the whole call. Hibernation is not emulated. */
export function stopInstances(world: Ec2World): Operation<StopInstancesRequest, StopInstancesResult> {
  const { fleet } = world;
  return {
    authorize: ({ InstanceIds: ids }, { nowMs }) =>
      instanceAuthorizations(world, { action: 'ec2:StopInstances', ids, nowMs }),
    run(input) {
      refuseDryRun(input.DryRun);
      refuseMembers('StopInstances', input, ['Hibernate', 'SkipOsShutdown', 'Force']);
      return {
        StoppingInstances: changeStates(fleet, input.InstanceIds, (instance) => fleet.stop(instance)),
      };
    },
  };
}
