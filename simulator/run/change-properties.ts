import type { AssemblyStack } from 'local-cloud';
import { recordOf } from './declared-resources.ts';

/** A stack in which some resources have other properties, by logical id. */
export function changeProperties(
  stack: AssemblyStack,
  properties: readonly (readonly [logicalId: string, properties: object])[],
): AssemblyStack {
  const template = recordOf(stack.template);
  const resources = recordOf(template['Resources']);
  const changed = properties.map(([id, Properties]) => [id, { ...recordOf(resources[id]), Properties }]);
  return { ...stack, template: { ...template, Resources: { ...resources, ...Object.fromEntries(changed) } } };
}
