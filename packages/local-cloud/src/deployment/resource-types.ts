import { NotEmulatedError } from '../core/service.ts';
import { customResource } from './custom-resource.ts';
import { declaredTypes } from './declared-types.ts';
import { managedTypes } from './estate-types.ts';
import { iamTypes } from './iam-types.ts';
import { lambdaTypes } from './lambda-types.ts';
import { messagingTypes } from './messaging-types.ts';
import type { ResourceType } from './resource.ts';

/**
 * Every resource type that the local cloud can build. A type that is missing here ends the deployment, so that a
 * template never runs with a part of it left out in silence.
 */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...messagingTypes,
  ...lambdaTypes,
  ...managedTypes,
  ...iamTypes,
};

/**
 * The type of a resource. `declaredOnly` names the types that this deployment takes without anything behind them.
 * @throws NotEmulatedError for a type that is neither, saying `where`.
 */
export function findResourceType(
  type: string,
  { declaredOnly, where }: { declaredOnly: readonly string[]; where: string },
): ResourceType {
  const isCustom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  const found = isCustom ? customResource : resourceTypes[type];
  const declared = declaredOnly.includes(type) ? declaredTypes[type] : undefined;
  const known = found ?? declared;
  if (known !== undefined) return known;
  const hint = type in declaredTypes ? ', unless declaredOnly names it' : '';
  throw new NotEmulatedError(`the resource type ${type} (${where})${hint}`);
}
