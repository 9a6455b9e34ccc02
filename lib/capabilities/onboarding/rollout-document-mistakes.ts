import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { ownPhysicalNames } from './profiles.ts';

/**
 * Documents that a roll-out is to send besides those of profiles, and that are among these. What an instance has of them
 * stands in the roster, and a roll-out of their versions keeps it true.
 */
export const findRolloutDocumentMistakes: ConfigCheck = (_outline, settings) => [
  ...new Set(settings.flatMap((each) => [...findLength(each), ...findOwn(each)])),
];

/** The names stand in the pattern of a rule, which has at most 2,048 characters (EventBridge quotas). */
const charactersMax = 1000;

function findLength({ rolloutDocuments }: Settings): string[] {
  const characters = JSON.stringify(rolloutDocuments).length;
  if (characters <= charactersMax) return [];
  return [`rolloutDocuments: received ${characters} characters; allowed: at most ${charactersMax} in all`];
}

function findOwn(settings: Settings): string[] {
  const own = ownPhysicalNames(settings);
  const { rolloutDocuments } = settings;
  return rolloutDocuments.flatMap((name, index) => {
    const place = `rolloutDocuments[${index}]: received "${name}"`;
    if (own.includes(name))
      return [
        `${place}; allowed: a document that no profile and no agent sends: a roll-out brings their versions`,
      ];
    return rolloutDocuments.indexOf(name) < index ? [`${place} again; allowed: each name once`] : [];
  });
}
