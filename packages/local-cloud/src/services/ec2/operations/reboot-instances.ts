import type { RebootInstancesRequest } from '@aws-sdk/client-ec2';
import type { Operation } from '../../../core/service.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { findInstances } from '../instance-ids.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';

/** RebootInstances. The state stays `running` and there is no event; the agent is away until it has booted again. */
export function rebootInstances(world: Ec2World): Operation<RebootInstancesRequest, object> {
  return {
    authorize: ({ InstanceIds: ids }, { nowMs }) =>
      instanceAuthorizations(world, { action: 'ec2:RebootInstances', ids, nowMs }),
    run(input) {
      refuseDryRun(input.DryRun);
      for (const instance of findInstances(world.fleet, input.InstanceIds ?? []))
        world.fleet.reboot(instance);
      return {};
    },
  };
}
