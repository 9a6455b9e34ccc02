import { platformTypes } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { Settings } from '../../configuration/settings.ts';
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
    .map(({ platform, document, parameters }) => ({
      ...backstop,
      name: `Backstop${platform}`,
      field: 'associations.backstop',
      document,
      parameters,
    }));
}

/** What the catch-all profile gives to each platform; nothing if there is no such profile. */
export function catchAllChoices({ profiles }: Settings) {
  const profile = profiles.find(({ tags }) => Object.keys(tags).length === 0);
  return platformTypes.flatMap((platform) => {
    const choice = profile?.documents[platform];
    return choice === undefined ? [] : [{ platform, ...choice }];
  });
}

/** True when an association runs a document of the onboarding, which must then be deployed first. */
export function namesOwnDocuments(settings: Settings): boolean {
  return listAssociations(settings).some(({ document }) => !isOwnedByAws(document));
}
