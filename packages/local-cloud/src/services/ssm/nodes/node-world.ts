import type { Host, ServiceEvent } from '../../../core/host.ts';
import type { Fleet } from '../../ec2/instance-fleet.ts';
import { activationTierSetting, type ServiceSettings } from '../service-settings.ts';
import { ActivationStore } from './activation-store.ts';
import { HybridMachines } from './hybrid-machines.ts';
import { ManagedNodes } from './managed-nodes.ts';

/** What Systems Manager asks IAM about the roles of machines outside EC2. */
export interface NodeRoles {
  /** Whether Systems Manager may assume the role. */
  isTrusted(roleName: string): boolean;
  /** Whether its policies let an agent register. */
  letsRegister(roleName: string): boolean;
}

/** The nodes of Systems Manager, and what machines outside EC2 become nodes by. */
export interface NodeWorld {
  readonly nodes: ManagedNodes;
  readonly machines: HybridMachines;
  readonly activations: ActivationStore;
}

/** The most nodes of the standard-instances tier (Systems Manager user guide). */
const standardNodesMax = 1000;

/** Makes the nodes of an account and region. */
export function makeNodes(
  host: Host,
  ports: { fleet: Fleet; roles: NodeRoles; settings: ServiceSettings; emit: (event: ServiceEvent) => void },
): NodeWorld {
  const { fleet, roles, settings, emit } = ports;
  const activations = new ActivationStore(host, (roleName) => roles.isTrusted(roleName));
  const machines = new HybridMachines(host, {
    ...{ activations, emit },
    letsRegister: (roleName) => roles.isTrusted(roleName) && roles.letsRegister(roleName),
    nodesMax: () =>
      settings.get(activationTierSetting).SettingValue === 'advanced'
        ? Number.POSITIVE_INFINITY
        : standardNodesMax,
  });
  return { nodes: new ManagedNodes(fleet, machines), machines, activations };
}
