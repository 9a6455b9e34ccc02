import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { hasNeeds } from '../onboarding/agents/agent-secrets.ts';
import { onboardingCapability } from '../onboarding/onboarding-capability.ts';
import { findAccessMistakes } from './access-mistakes.ts';
import { access } from './access-schema.ts';
import { AccessStack } from './access-stack.ts';

const fields = {
  access: section(access, 'Default Host Management, and a policy that keeps the tags of targets safe.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** Default Host Management, and the protection of the tags that choose targets. */
export const accessCapability: Capability<typeof fields> = {
  name: 'access',
  description: 'Default Host Management and the safety of tags.',
  fields,
  findMistakes: findAccessMistakes,
  listClaims: ({ access: own }) => [
    ...(own?.defaultHostManagement === undefined ? [] : ['Default Host Management']),
    ...(own?.blockPublicDocuments ? ['the block of public documents'] : []),
  ],
  listNeeds: ({ access: own, agents }) =>
    own?.defaultHostManagement !== undefined && hasNeeds(agents)
      ? [{ capability: onboardingCapability, reason: 'its policy lets nodes fetch the secrets of agents' }]
      : [],
  createStack: stackOf(AccessStack, ({ access: own }) => own),
};
