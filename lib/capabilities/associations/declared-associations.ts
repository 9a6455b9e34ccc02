import { platformTypes } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { Settings } from '../../configuration/settings.ts';
import { choicesOf } from '../onboarding/profile-choices.ts';
import { isOwnedByAws } from '../onboarding/profiles.ts';
import type { Association } from './association.ts';

/**
 * The associations of the section `associations`: the update of the agent, the backstop, and the named ones.
 */
export function listAssociations(settings: Settings): Association[] {
  const { associations } = settings;
  if (associations === null) return [];
  const { updateAgent, named } = associations;
  return [
    ...(updateAgent === null
      ? []
      : [
          {
            ...updateAgent,
            name: 'UpdateAgent',
            field: 'associations.updateAgent',
            document: 'AWS-UpdateSSMAgent',
            parameters: {},
          },
        ]),
    ...listBackstop(settings),
    ...Object.entries(named).map(([name, each]) => ({ ...each, name, field: `associations.named.${name}` })),
  ];
}

/**
 * One for each document of the catch-all profile. State Manager cannot target a platform. So each runs
 * everywhere, and does nothing on a platform for which its document has no step.
 */
function listBackstop(settings: Settings): Association[] {
  const backstop = settings.associations?.backstop ?? null;
  if (backstop === null) return [];
  const choices = catchAllChoices(settings);
  return choices
    .filter(({ document }, index) => choices.findIndex((each) => each.document === document) === index)
    .map(({ platform, agent, document, parameters }) => ({
      ...backstop,
      name: agent === undefined ? `Backstop${platform}` : `Backstop-${agent}-${platform}`,
      field: 'associations.backstop',
      document,
      parameters,
    }));
}

/** What the catch-all profile gives to each platform; nothing if there is no such profile. */
export function catchAllChoices(settings: Settings) {
  const profile = settings.profiles.find(({ tags }) => Object.keys(tags).length === 0);
  if (profile === undefined) return [];
  return platformTypes.flatMap((platform) =>
    choicesOf(settings, profile, platform).map((choice) => ({ platform, ...choice })),
  );
}

/** True when an association runs a document of the onboarding, which must then be deployed first. */
export function namesOwnDocuments(settings: Settings): boolean {
  return listAssociations(settings).some(({ document }) => !isOwnedByAws(document));
}
