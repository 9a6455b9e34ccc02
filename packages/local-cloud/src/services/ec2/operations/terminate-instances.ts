import type { TerminateInstancesRequest, TerminateInstancesResult } from '@aws-sdk/client-ec2';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { changeStates } from '../change-states.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';

/** TerminateInstances. It is idempotent. */
export function terminateInstances(
  world: Ec2World,
): Operation<TerminateInstancesRequest, TerminateInstancesResult> {
  const { fleet } = world;
  return {
    authorize: ({ InstanceIds: ids }, { nowMs }) =>
      instanceAuthorizations(world, { action: 'ec2:TerminateInstances', ids, nowMs }),
    run(input) {
      refuseDryRun(input.DryRun);
      refuseMembers('TerminateInstances', input, ['SkipOsShutdown', 'Force']);
      return {
        TerminatingInstances: changeStates(fleet, input.InstanceIds, (instance) => fleet.terminate(instance)),
      };
    },
  };
}
