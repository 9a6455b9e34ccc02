import type { Agent } from '../../agent/agent.ts';
import type { Instance } from '../ec2/ec2-instance.ts';
import type { Fleet } from '../ec2/instance-fleet.ts';

/** A node that Systems Manager lists: an instance, or what an instance is registered as by a hybrid activation. */
export interface ListedNode {
  readonly id: string;
  readonly instance: Instance;
  readonly agent: Agent;
  readonly isHybrid: boolean;
}

/**
 * What Systems Manager lists of an instance. As an instance it is listed once it has registered and while it is neither
 * stopped nor terminated. As a node it stays, because Systems Manager knows nothing of the instance.
 */
export function listedNodes(instance: Instance, nowMs: number): ListedNode[] {
  const { id, agent, hybridAgent, state } = instance;
  const isListed = agent.isRegistered(nowMs) && state !== 'stopped' && state !== 'terminated';
  return [
    ...(isListed ? [{ id, instance, agent, isHybrid: false }] : []),
    ...(hybridAgent?.isRegistered(nowMs)
      ? [{ id: nodeIdOf(id), instance, agent: hybridAgent, isHybrid: true }]
      : []),
  ];
}

/** The instance of a node. */
export function findNode(fleet: Fleet, nodeId: string): Instance | undefined {
  if (!nodeId.startsWith('mi-')) return fleet.find(nodeId);
  const instance = fleet.find(`i-${nodeId.slice('mi-'.length)}`);
  return instance?.hybridAgent === undefined ? undefined : instance;
}

/** On AWS the two ids have nothing in common. */
function nodeIdOf(instanceId: string): string {
  return instanceId.replace('i-', 'mi-');
}
