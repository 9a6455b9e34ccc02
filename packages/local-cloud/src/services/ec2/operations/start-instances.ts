import type { StartInstancesRequest, StartInstancesResult } from '@aws-sdk/client-ec2';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { changeStates } from '../change-states.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';

/** StartInstances. The `running` event is sent again, although a restart makes no new instance. */
export function startInstances(world: Ec2World): Operation<StartInstancesRequest, StartInstancesResult> {
  const { fleet } = world;
  return {
    authorize: ({ InstanceIds: ids }, { nowMs }) =>
      instanceAuthorizations(world, { action: 'ec2:StartInstances', ids, nowMs }),
    run(input) {
      refuseDryRun(input.DryRun);
      refuseMembers('StartInstances', input, ['AdditionalInfo']);
      return {
        StartingInstances: changeStates(fleet, input.InstanceIds, (instance) => fleet.start(instance)),
      };
    },
  };
}
