import type { Instance } from '../../ec2/ec2-instance.ts';
import type { Fleet } from '../../ec2/instance-fleet.ts';
import { findNode, listedNodes } from '../listed-nodes.ts';
import { type InventoryItem, informationType } from './inventory-item.ts';

/** A node of the inventory, with the item that Systems Manager writes itself. */
export interface InventoriedNode {
  readonly id: string;
  readonly information: InventoryItem;
}

/**
 * The nodes that have ever registered, in launch order. Those that are stopped or terminated stay: a terminated one as an
 * entry that has its id and its status alone (seen: mludvig/aws-ssm-tools, issue 34). Here that lasts as long as EC2
 * shows the instance.
 */
export function inventoriedNodes(fleet: Fleet, nowMs: number): InventoriedNode[] {
  return [...fleet.from(0)].flatMap((instance) => nodesOf(instance, nowMs));
}

/** Whether Systems Manager knows a node of this id. */
export function isInventoried(fleet: Fleet, nodeId: string, nowMs: number): boolean {
  const instance = findNode(fleet, nodeId);
  return instance !== undefined && nodesOf(instance, nowMs).some(({ id }) => id === nodeId);
}

function nodesOf(instance: Instance, nowMs: number): InventoriedNode[] {
  const listed = listedNodes(instance, nowMs);
  if (listed.length > 0)
    return listed.map(({ id, agent, isHybrid }) => {
      const status = agent.pingStatus(nowMs) === 'Online' ? 'Active' : 'ConnectionLost';
      const type = isHybrid ? 'ManagedInstance' : 'EC2Instance';
      return { id, information: toItem({ ...describe(instance, id, status), ResourceType: type }, nowMs) };
    });
  if (!instance.agent.isRegistered(nowMs)) return [];
  const { id } = instance;
  const content =
    instance.state === 'terminated'
      ? { InstanceId: id, InstanceStatus: 'Terminated' }
      : { ...describe(instance, id, 'Stopped'), ResourceType: 'EC2Instance' };
  return [{ id, information: toItem(content, nowMs) }];
}

function describe({ spec, privateIpAddress }: Instance, id: string, status: string): Record<string, string> {
  return {
    AgentType: 'amazon-ssm-agent',
    AgentVersion: spec.agentVersion,
    ComputerName: `ip-${privateIpAddress.replaceAll('.', '-')}`,
    InstanceId: id,
    InstanceStatus: status,
    IpAddress: privateIpAddress,
    PlatformName: spec.platform.name,
    PlatformType: spec.platform.type,
    PlatformVersion: spec.platform.version,
  };
}

function toItem(content: Readonly<Record<string, string>>, nowMs: number): InventoryItem {
  const captureTime = `${new Date(nowMs).toISOString().slice(0, 19)}Z`;
  const form = { typeName: informationType, schemaVersion: '1.0', contentHash: undefined };
  return { ...form, captureTime, content: [content] };
}
