import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { onboardingCapability } from '../onboarding/onboarding-capability.ts';
import { autoScaling } from './auto-scaling-schema.ts';
import { AutoScalingStack } from './auto-scaling-stack.ts';
import { findGateMistakes } from './gate-mistakes.ts';

const fields = {
  autoScaling: section(
    autoScaling,
    'Auto Scaling groups whose instances enter service when they are onboarded.',
  ),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** Auto Scaling groups whose instances enter service only when they are onboarded. */
export const autoScalingCapability: Capability<typeof fields> = {
  name: 'autoScaling',
  description: 'instances of Auto Scaling groups enter service when they are onboarded.',
  fields,
  findMistakes: findGateMistakes,
  listNeeds: () => [{ capability: onboardingCapability, reason: 'the gate reads its roster' }],
  listClaims: ({ autoScaling: own }) =>
    Object.keys(own?.groups ?? {}).map((name) => `the launches of the Auto Scaling group "${name}"`),
  createStack: stackOf(AutoScalingStack, ({ autoScaling: own }) => own),
};
