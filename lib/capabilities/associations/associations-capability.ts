import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { onboardingCapability } from '../onboarding/onboarding-capability.ts';
import { targetsOf } from './association.ts';
import { findAssociationMistakes } from './association-mistakes.ts';
import { associations } from './associations-schema.ts';
import { AssociationsStack } from './associations-stack.ts';
import { listAssociations, namesOwnDocuments } from './declared-associations.ts';

const fields = {
  associations: section(
    associations,
    'What State Manager keeps as it should be: the agent of Systems Manager up to date, and whatever you name.',
  ),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** What State Manager keeps in its wanted state. */
export const associationsCapability: Capability<typeof fields> = {
  name: 'associations',
  description: 'what State Manager keeps.',
  fields,
  findMistakes: findAssociationMistakes,
  listTargets: (settings) => targetsOf(listAssociations(settings)),
  listNeeds: (settings) =>
    namesOwnDocuments(settings)
      ? [{ capability: onboardingCapability, reason: 'its documents are run' }]
      : [],
  createStack: stackOf(AssociationsStack, ({ associations: own }) => own),
};
