import type { Agent } from '../../../agent/agent.ts';
import type { MachineSpec, Tags } from '../../../agent/instance-spec.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import type { HybridMachine } from './hybrid-machine.ts';
import { isMachine } from './managed-nodes.ts';

/** What a hybrid activation adds to what Systems Manager tells of a node. */
export interface Registered {
  readonly activationId: string;
  readonly roleName: string;
  readonly registeredMs: number;
  readonly name?: string | undefined;
}

/** A node that Systems Manager lists. */
export interface ListedNode {
  readonly id: string;
  readonly spec: MachineSpec;
  readonly agent: Agent;
  readonly ipAddress: string;
  readonly computerName: string;
  readonly tags: Tags;
  /** Undefined for an instance that is listed as one. */
  readonly registered: Registered | undefined;
}

/** The activation of every instance that is registered by one. */
const activationOfInstances = {
  activationId: '00000000-0000-4000-8000-000000000000',
  roleName: 'HybridNodeRole',
};

/**
 * What Systems Manager lists of an instance or a machine. An instance is listed once it has registered and while it is
 * neither stopped nor terminated. A node `mi-...` stays, once its agent was heard, until it is
 * deregistered: Systems Manager knows nothing of what it runs on. The tags of an instance are not those of its node.
 */
export function listedNodes(
  node: Instance | HybridMachine,
  { nowMs, region }: { readonly nowMs: number; readonly region: string },
): ListedNode[] {
  if (isMachine(node)) return node.agent.isRegistered(nowMs) ? [listMachine(node)] : [];
  const { id, agent, hybridAgent, state, spec, privateIpAddress: ipAddress } = node;
  const host = `ip-${ipAddress.replaceAll('.', '-')}`;
  const isListed = agent.isRegistered(nowMs) && state !== 'stopped' && state !== 'terminated';
  const listed: ListedNode[] = [];
  if (isListed)
    listed.push({
      ...{ id, spec, agent, ipAddress, computerName: host, tags: node.tags(nowMs), registered: undefined },
    });
  if (hybridAgent?.isRegistered(nowMs))
    listed.push({
      ...{ id: nodeIdOf(id), spec, agent: hybridAgent, ipAddress, tags: {} },
      computerName: `${host}.${region}.compute.internal`,
      registered: { ...activationOfInstances, registeredMs: hybridAgent.registeredAtMs },
    });
  return listed;
}

function listMachine(node: HybridMachine): ListedNode {
  const { id, spec, agent, roleName, registeredMs } = node;
  const { id: activationId, nodeName: name } = node.activation;
  const { ipAddress, computerName } = node.machine;
  const registered = { activationId, roleName, registeredMs, name };
  return { id, spec, agent, ipAddress, computerName, tags: node.tags(), registered };
}

/** On AWS the two ids have nothing in common. */
function nodeIdOf(instanceId: string): string {
  return instanceId.replace('i-', 'mi-');
}
