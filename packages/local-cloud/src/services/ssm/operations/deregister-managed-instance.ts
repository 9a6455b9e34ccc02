import type { DeregisterManagedInstanceRequest } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { nodeArn } from '../nodes/managed-node.ts';
import type { NodeWorld } from '../nodes/node-world.ts';

/** DeregisterManagedInstance: the node is listed no more, and its id never comes back. */
export function deregisterManagedInstance(
  { machines }: NodeWorld,
  { host }: Pick<CommandWorld, 'host'>,
): Operation<DeregisterManagedInstanceRequest, object> {
  return {
    authorize: ({ InstanceId = '' }) => [
      { action: 'ssm:DeregisterManagedInstance', resource: nodeArn(host, InstanceId) },
    ],
    run({ InstanceId = '' }) {
      machines.deregister(InstanceId);
      return {};
    },
  };
}
