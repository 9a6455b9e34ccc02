import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { onboardingCapability } from '../onboarding/onboarding-capability.ts';
import { findRemediationMistakes } from './remediation-mistakes.ts';
import { remediation } from './remediation-schema.ts';
import { RemediationStack } from './remediation-stack.ts';

const fields = {
  remediation: section(remediation, 'Runbooks that bring an instance back, and what starts them.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** Runbooks that bring an instance back, and what starts them. */
export const remediationCapability: Capability<typeof fields> = {
  name: 'remediation',
  description: 'runbooks that bring an instance back.',
  fields,
  findMistakes: findRemediationMistakes,
  listNeeds: () => [
    { capability: onboardingCapability, reason: 'the runbooks use its instance profile and its queue' },
  ],
  listClaims: ({ remediation: own }) => (own?.recorder === 'create' ? ['the configuration recorder'] : []),
  createStack: stackOf(RemediationStack, ({ remediation: own }) => own),
};
