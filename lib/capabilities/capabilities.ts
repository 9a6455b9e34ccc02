import { accessCapability } from './access/access-capability.ts';
import { associationsCapability } from './associations/associations-capability.ts';
import { autoScalingCapability } from './auto-scaling/auto-scaling-capability.ts';
import { groupsCapability } from './groups/groups-capability.ts';
import { hybridCapability } from './hybrid/hybrid-capability.ts';
import { inventoryCapability } from './inventory/inventory-capability.ts';
import { noticesCapability } from './notices/notices-capability.ts';
import { onboardingCapability } from './onboarding/onboarding-capability.ts';
import { parametersCapability } from './parameters/parameters-capability.ts';
import { patchingCapability } from './patching/patching-capability.ts';
import { remediationCapability } from './remediation/remediation-capability.ts';
import { sessionsCapability } from './sessions/sessions-capability.ts';

/**
 * Everything that Muster does, in the order of its stacks. The configuration, its checks and the stacks
 * follow from this list.
 */
export const capabilities = [
  onboardingCapability,
  groupsCapability,
  accessCapability,
  patchingCapability,
  parametersCapability,
  inventoryCapability,
  associationsCapability,
  sessionsCapability,
  remediationCapability,
  noticesCapability,
  autoScalingCapability,
  hybridCapability,
] as const;
