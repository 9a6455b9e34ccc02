import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { onboardingCapability } from '../onboarding/onboarding-capability.ts';
import { hybrid } from './hybrid-schema.ts';
import { HybridStack } from './hybrid-stack.ts';

const fields = {
  hybrid: section(hybrid, 'Machines outside EC2: how they register, and that they are onboarded.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/**
 * Nodes outside EC2. The functions of the onboarding look at them too, and its stack has their role. The stack of this
 * capability has what `muster activate` makes activations of.
 */
export const hybridCapability: Capability<typeof fields> = {
  name: 'hybrid',
  description: 'machines outside EC2 register by activations, and are onboarded as instances are.',
  fields,
  listNeeds: () => [{ capability: onboardingCapability, reason: 'its stack has the role of the nodes' }],
  createStack: stackOf(HybridStack, ({ hybrid: own }) => own),
};
