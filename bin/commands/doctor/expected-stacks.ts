import { capabilities } from '../../../lib/capabilities/capabilities.ts';
import { type Capability, stackNameOf } from '../../../lib/capabilities/capability.ts';
import { onboardingCapability } from '../../../lib/capabilities/onboarding/onboarding-capability.ts';
import type { Settings } from '../../../lib/configuration/settings.ts';

/** The names of the stacks that the settings turn on. A section that is given turns its stack on. */
export function expectedStacks(settings: Settings): string[] {
  const given = new Map<string, unknown>(Object.entries(settings));
  return capabilities
    .filter(
      (capability: Capability) =>
        capability.name === onboardingCapability.name ||
        Object.keys(capability.fields).some((field) => (given.get(field) ?? null) !== null),
    )
    .map((capability: Capability) => stackNameOf(capability, settings.names.prefix));
}

/** The name of the stack without which there is no Muster. */
export function onboardingStack(settings: Settings): string {
  return stackNameOf(onboardingCapability, settings.names.prefix);
}
