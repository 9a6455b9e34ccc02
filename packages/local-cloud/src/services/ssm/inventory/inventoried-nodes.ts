import type { Place } from '../../../core/host.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import { resourceTypeOf } from '../information-filters.ts';
import type { HybridMachine } from '../nodes/hybrid-machine.ts';
import { type ListedNode, listedNodes } from '../nodes/listed-nodes.ts';
import { isMachine, type ManagedNodes } from '../nodes/managed-nodes.ts';
import { type InventoryItem, informationType } from './inventory-item.ts';

/** A node of the inventory, with the item that Systems Manager writes itself. */
export interface InventoriedNode {
  readonly id: string;
  readonly information: InventoryItem;
}

/** When, and where: names of computers end with the region. */
export type Moment = Pick<Place, 'region'> & { readonly nowMs: number };

/**
 * The nodes that have ever registered: instances in launch order, then machines outside EC2. Instances that are stopped or
 * terminated stay: a terminated one as an entry that has its id and its status alone (seen: mludvig/aws-ssm-tools, issue
 * 34). Here that lasts as long as EC2 shows the instance.
 */
export function inventoriedNodes(nodes: ManagedNodes, moment: Moment): InventoriedNode[] {
  return [...nodes.from(0)].flatMap((node) => inventory(node, moment));
}

/** Whether Systems Manager knows a node of this id. */
export function isInventoried(nodes: ManagedNodes, nodeId: string, moment: Moment): boolean {
  const node = nodes.findListed(nodeId);
  return node !== undefined && inventory(node, moment).some(({ id }) => id === nodeId);
}

function inventory(node: Instance | HybridMachine, moment: Moment): InventoriedNode[] {
  const { nowMs } = moment;
  const listed = listedNodes(node, moment);
  if (listed.length > 0)
    return listed.map((each) => ({ id: each.id, information: toItem(describe(each, nowMs), nowMs) }));
  if (isMachine(node) || !node.agent.isRegistered(nowMs)) return [];
  const { id, state } = node;
  const status = state === 'terminated' ? 'Terminated' : 'Stopped';
  return [{ id, information: toItem({ InstanceId: id, InstanceStatus: status }, nowMs) }];
}

function describe(node: ListedNode, nowMs: number): Record<string, string> {
  const { id, spec, agent, ipAddress, computerName } = node;
  return {
    AgentType: 'amazon-ssm-agent',
    AgentVersion: spec.agentVersion,
    ComputerName: computerName,
    InstanceId: id,
    InstanceStatus: agent.pingStatus(nowMs) === 'Online' ? 'Active' : 'ConnectionLost',
    IpAddress: ipAddress,
    PlatformName: spec.platform.name,
    PlatformType: spec.platform.type,
    PlatformVersion: spec.platform.version,
    ResourceType: resourceTypeOf(node),
  };
}

function toItem(content: Readonly<Record<string, string>>, nowMs: number): InventoryItem {
  const captureTime = `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
  const form = { typeName: informationType, schemaVersion: '1.0', contentHash: undefined };
  return { ...form, captureTime, content: [content] };
}
