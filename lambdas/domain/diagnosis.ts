import { type AccessEvidence, dependsOnDefaultHost, diagnoseAccess } from './diagnosis-access.ts';
import { diagnoseNetwork, type NetworkEvidence } from './diagnosis-network.ts';
import type { Instance } from './instance.ts';
import type { ReasonCode } from './reason.ts';

/** Why an instance is not managed. `detail` names the resource at fault, the same text for all that share the fault. */
export interface Cause {
  readonly code: ReasonCode;
  readonly detail?: string;
}

/**
 * What was found out beyond the instances themselves, each resource once. What is not in it could not be found out,
 * or was not asked for, and is never taken for a fault.
 */
export interface Evidence {
  readonly access: AccessEvidence;
  readonly network: NetworkEvidence;
}

/** For a diagnosis from what EC2 tells of the instance alone. */
export const noEvidence: Evidence = {
  access: { profiles: new Map(), defaultHostManagement: undefined },
  network: { vpcs: new Map(), securityGroups: new Map() },
};

/**
 * The first thing, in the order in which an agent needs them, that would keep a working agent from registering: its
 * credentials (metadata service, profile, role), then its way to the endpoints. Faults that are certain come before
 * those that only may be; when there is none, the agent itself is left.
 */
export function diagnose(instance: Instance, { access, network }: Evidence): Cause {
  if (instance.isMetadataOn === false) return { code: 'MetadataOff' };
  const certain = diagnoseAccess(instance, access) ?? diagnoseNetwork(instance, network);
  if (certain !== undefined) return certain;
  const isDoubtful = instance.requiresImdsV2 === false && dependsOnDefaultHost(instance, access);
  return { code: isDoubtful ? 'ImdsV1Allowed' : 'AgentSilent' };
}
