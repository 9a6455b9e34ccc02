import { ownEntry } from '../core/own-entry.ts';
import { NotEmulatedError } from '../core/service.ts';
import { autoScalingTypes } from './auto-scaling-types.ts';
import { configTypes } from './config-types.ts';
import { customResource } from './custom-resource.ts';
import { declaredTypes } from './declared-types.ts';
import { managedTypes } from './estate-types.ts';
import { iamTypes } from './iam-types.ts';
import { lambdaTypes } from './lambda-types.ts';
import { maintenanceTypes } from './maintenance-types.ts';
import { messagingTypes } from './messaging-types.ts';
import type { ResourceType } from './resource.ts';
import { scheduleTypes } from './schedule-types.ts';
import { systemsManagerTypes } from './systems-manager-types.ts';

/**
 * The resource types that the local cloud can create. Any other type ends the deployment, so that no part of a template
 * is silently left out.
 */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...messagingTypes,
  ...lambdaTypes,
  ...managedTypes,
  ...iamTypes,
  ...scheduleTypes,
  ...systemsManagerTypes,
  ...maintenanceTypes,
  ...configTypes,
  ...autoScalingTypes,
};

/**
 * Finds a resource type. `declaredOnly` lists the types that this deployment accepts without simulating them.
 * @throws NotEmulatedError for any other type. The message contains `where`.
 */
export function findResourceType(
  type: string,
  { declaredOnly, where }: { declaredOnly: readonly string[]; where: string },
): ResourceType {
  const isCustom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  const found = isCustom ? customResource : ownEntry(resourceTypes, type);
  const declared = declaredOnly.includes(type) ? ownEntry(declaredTypes, type) : undefined;
  const known = found ?? declared;
  if (known !== undefined) return known;
  const hint = type in declaredTypes ? ', unless declaredOnly names it' : '';
  throw new NotEmulatedError(`the resource type ${type} (${where})${hint}`);
}
