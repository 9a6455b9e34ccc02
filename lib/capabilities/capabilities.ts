import type { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from '../configuration/config.ts';
import { AccessStack } from './access/access-stack.ts';
import { AssociationsStack } from './associations/associations-stack.ts';
import type { CapabilityProps } from './capability.ts';
import { GroupsStack } from './groups/groups-stack.ts';
import { InventoryStack } from './inventory/inventory-stack.ts';
import { ParametersStack } from './parameters/parameters-stack.ts';
import { PatchingStack } from './patching/patching-stack.ts';
import { SessionsStack } from './sessions/sessions-stack.ts';

/** How the stack of a capability is named, described and made, where the configuration turns it on. */
export interface Capability {
  readonly name: string;
  readonly description: string;
  /** Undefined where the settings leave the capability off. */
  readonly define: (
    settings: Settings,
  ) => ((scope: Construct, id: string, props: StackOptions) => Stack) | undefined;
}

type StackOptions = Omit<CapabilityProps<unknown>, 'own'>;

/** A capability from its stack and its part of the settings. */
function capability<Own>(
  name: string,
  description: string,
  CapabilityStack: new (scope: Construct, id: string, props: CapabilityProps<Own>) => Stack,
  ownOf: (settings: Settings) => Own | null,
): Capability {
  return {
    name,
    description: `Muster: ${description}`,
    define: (settings) => {
      const own = ownOf(settings);
      if (own === null) return undefined;
      return (scope, id, props) => new CapabilityStack(scope, id, { ...props, own });
    },
  };
}

/**
 * The capabilities beside the onboarding, each a stack that can be deployed alone. Groups come first: the others name
 * them as targets.
 */
export const capabilities: readonly Capability[] = [
  capability('Groups', 'resource groups.', GroupsStack, ({ groups }) => groups),
  capability(
    'Access',
    'Default Host Management and the safety of tags.',
    AccessStack,
    ({ access }) => access,
  ),
  capability(
    'Patching',
    'patch baselines and maintenance windows.',
    PatchingStack,
    ({ patching }) => patching,
  ),
  capability('Parameters', 'the parameter tree.', ParametersStack, ({ parameters }) => parameters),
  capability('Inventory', 'what is installed where.', InventoryStack, ({ inventory }) => inventory),
  capability(
    'Associations',
    'what State Manager keeps.',
    AssociationsStack,
    ({ associations }) => associations,
  ),
  capability('Sessions', 'how sessions run and who starts them.', SessionsStack, ({ sessions }) => sessions),
];
