import type { SettingsOf } from '../../configuration/settings.ts';
import type { Capability } from '../capability.ts';
import { findAgentMistakes } from './agents/agent-mistakes.ts';
import { warnOfAgents } from './agents/agent-warnings.ts';
import { findTreatAsMistakes } from './agents/treat-as-mistakes.ts';
import { findDocumentMistakes } from './document-mistakes.ts';
import { warnOfExamplePackages } from './example-packages.ts';
import { findLookMistakes } from './look-mistakes.ts';
import { onboardingSettings } from './onboarding-schema.ts';
import { OnboardingStack } from './onboarding-stack.ts';
import { findProfileMistakes } from './profile-mistakes.ts';
import { findRolloutDocumentMistakes } from './rollout-document-mistakes.ts';

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof onboardingSettings> {}
}

/** The onboarding of launched instances, which is always on. */
export const onboardingCapability: Capability<typeof onboardingSettings> = {
  name: 'onboarding',
  description: 'every launched EC2 instance gets its document, or an entry that says why not.',
  fields: onboardingSettings,
  findMistakes: (outline, settings) => [
    ...findAgentMistakes(outline, settings),
    ...findTreatAsMistakes(outline, settings),
    ...findProfileMistakes(outline),
    ...findDocumentMistakes(outline, settings),
    ...findLookMistakes(outline, settings),
    ...findRolloutDocumentMistakes(outline, settings),
  ],
  createStack: (scope, id, props) => {
    const stack = new OnboardingStack(scope, id, props);
    warnOfExamplePackages(stack, props.settings);
    warnOfAgents(stack, props.settings);
    return stack;
  },
};
