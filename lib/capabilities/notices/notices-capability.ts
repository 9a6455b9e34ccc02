import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { onboardingCapability } from '../onboarding/onboarding-capability.ts';
import { notices } from './notices-schema.ts';
import { NoticesStack } from './notices-stack.ts';

const fields = {
  notices: section(notices, 'Messages to people about what needs them, one for each cause.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** Messages to people about what needs them. */
export const noticesCapability: Capability<typeof fields> = {
  name: 'notices',
  description: 'messages to people about what needs them.',
  fields,
  listNeeds: () => [{ capability: onboardingCapability, reason: 'notices tell of what its roster says' }],
  createStack: stackOf(NoticesStack, ({ notices: own }) => own),
};
