import { platformTypes } from '../../lambdas/domain/instance.ts';
import type { Settings } from '../config.ts';
import { type CommandDocument, DocumentError, documentPlatforms, loadDocument } from '../documents.ts';
import { documentFile, documentNames } from './command-documents.ts';
import { deployProfiles, documentsIn, isOwnedByAws, physicalName } from './profiles.ts';

/**
 * Lambda allows 4 KB for the environment of a function and measures it as JSON, in which the quotes of our JSON count
 * twice (https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594). Some 600 bytes are for the
 * names of the variables and for the other values.
 */
const settingsBytesMax = 3500;

/**
 * The mistakes in settings that only show beside the documents: one that does not exist, does not support the platform
 * it is given for, does not know or does not allow a parameter, or lacks one that has no default; and profiles too
 * long for the environment of a function. Documents of AWS are taken as they are: nothing here knows their parameters.
 * @throws DocumentError when a document itself is wrong, whatever the settings.
 */
export function findDocumentMistakes(settings: Settings): string[] {
  return [
    ...Object.entries(settings.documents).flatMap(([name, defaults]) => {
      const field = `documents.${name}`;
      return isKnown(name) ? load(field, name, defaults).mistakes : [`${field}: ${unknownDocument(name)}`];
    }),
    ...settings.profiles.flatMap((profile, index) =>
      platformTypes.flatMap((platform) => {
        const choice = profile.documents[platform];
        if (choice === undefined || isOwnedByAws(choice.document)) return [];
        return findChoiceMistakes(settings, `profiles[${index}].documents.${platform}`, {
          platform,
          ...choice,
        });
      }),
    ),
    ...findLength(settings),
  ];
}

interface PlatformChoice {
  readonly platform: (typeof platformTypes)[number];
  readonly document: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function findChoiceMistakes(settings: Settings, field: string, choice: PlatformChoice): string[] {
  const { platform, document, parameters } = choice;
  if (!isKnown(document)) return [`${field}.document: ${unknownDocument(document)}`];
  const shared = load(`documents.${document}`, document, settings.documents[document] ?? {});
  const own = load(`${field}.parameters`, document, parameters);
  const given = { ...settings.documents[document], ...parameters };
  const missing = Object.entries(shared.content.parameters).filter(
    ([name, parameter]) => parameter.default === undefined && given[name] === undefined,
  );
  const platforms = documentPlatforms(shared.content);
  return [
    ...(platforms.includes(platform)
      ? []
      : [
          `${field}.document: received "${document}"; allowed: a document for ${platform}, and it is for ${platforms}`,
        ]),
    ...own.mistakes,
    ...missing.map(
      ([name, { allowedPattern }]) =>
        `${field}.parameters.${name}: received nothing; allowed: a value here or in documents.${document}` +
        (allowedPattern === undefined ? '' : `, text that matches ${allowedPattern}`),
    ),
  ];
}

/** Loads a document with values of the configuration, which are checked as its defaults would be. */
function load(
  field: string,
  name: string,
  values: Readonly<Record<string, string>>,
): { content: CommandDocument; mistakes: string[] } {
  const file = documentFile(name);
  const content = loadDocument(file);
  try {
    loadDocument(file, values);
    return { content, mistakes: [] };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { content, mistakes: error.problems.map((problem) => `${field}: ${problem}`) };
  }
}

function findLength(settings: Settings): string[] {
  const versions = Object.fromEntries(
    documentsIn(settings).map((name) => [physicalName(settings, name), '1000']),
  );
  const texts = [deployProfiles(settings), settings.excludeTags, versions].map((value) =>
    JSON.stringify(value),
  );
  const bytes = Buffer.byteLength(JSON.stringify(texts));
  if (bytes <= settingsBytesMax) return [];
  return [
    `profiles and excludeTags: received ${bytes} bytes as JSON; allowed: ${settingsBytesMax}, since the environment of ` +
      'a Lambda function holds 4 KB; put parameters that profiles share under documents',
  ];
}

function isKnown(name: string): boolean {
  return documentNames().includes(name);
}

function unknownDocument(name: string): string {
  return `received "${name}"; allowed: ${documentNames().join(', ')}, or in a profile a document of AWS (AWS-..., Amazon...)`;
}
