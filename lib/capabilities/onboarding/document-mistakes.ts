import { platformTypes } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { Outline, Part } from '../../configuration/config-outline.ts';
import type { Settings } from '../../configuration/settings.ts';
import { packText } from '../../constructs/pack-text.ts';
import {
  type CommandDocument,
  DocumentError,
  documentPlatforms,
  loadDocument,
} from '../../documents/load-document.ts';
import { documentFile, documentNames } from './command-documents.ts';
import type { ParsedProfile } from './onboarding-schema.ts';
import { findPackageMistakes } from './package-mistakes.ts';
import { chosenDocuments, installDocuments } from './profile-choices.ts';
import {
  defaultProfiles,
  documentsIn,
  type GivenParameters,
  namesAgents,
  profilesIn,
} from './profile-outline.ts';
import { deployAgents, deployExclusions, deployProfiles, isOwnedByAws, physicalName } from './profiles.ts';

/**
 * Lambda allows 4 KB for the environment of a function. It measures the environment as JSON, in which the
 * quotes of our JSON count twice
 * (https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594). About 600 bytes are for
 * the names of the variables and for the other values.
 */
const settingsBytesMax = 3500;

/**
 * The mistakes in a configuration that only show beside the documents. A document may not exist, or not
 * support its platform. It may not know or not allow a parameter, or lack one that has no default. The
 * profiles may be too long for the environment of a function. Documents of AWS are accepted as they are,
 * because their parameters are not known here. Each mistake is reported at its place.
 * @throws DocumentError when a document itself is wrong, whatever the configuration.
 */
export function findDocumentMistakes(outline: Outline, settings: readonly Settings[]): string[] {
  const { common, overrides } = outline;
  const parts = [common, ...overrides];
  const deployed = overrides.length === 0 ? [common] : overrides;
  return [
    ...parts.flatMap(findDefaultMistakes),
    ...choicesIn(common, common, defaultProfiles()).flatMap(findChoiceMistakes),
    ...overrides.flatMap((part) => choicesIn(part, common, []).flatMap(findChoiceMistakes)),
    ...deployed.flatMap((part) => findMissing(common, part)),
    ...settings.flatMap(findLength),
  ];
}

/** The document that a profile gives to a platform, and where it says so. */
interface Choice {
  /** The place in the profile; undefined for a profile that names neither agents nor documents. */
  readonly field: string | undefined;
  readonly platform: (typeof platformTypes)[number];
  readonly document: string;
  readonly parameters: GivenParameters;
}

/**
 * The choices of our own documents in the profiles of a part, or in `otherwise` if the part gives none. The
 * documents of agents are not among them: what is wrong with an agent is said at the agent.
 */
function choicesIn(part: Part, common: Part, otherwise: readonly ParsedProfile[]): Choice[] {
  const profiles = profilesIn(part) ?? otherwise;
  const hasAgents = [part, common].some(namesAgents);
  return profiles.flatMap((profile, index) =>
    listChoices(`${part.path}profiles[${index}]`, profile, hasAgents ? {} : installDocuments),
  );
}

function listChoices(
  field: string,
  profile: ParsedProfile | undefined,
  otherwise: NonNullable<ParsedProfile['documents']>,
): Choice[] {
  if (profile === undefined || profile.agents !== undefined) return [];
  const documents = profile.documents ?? otherwise;
  return platformTypes.flatMap((platform) => {
    const choice = documents[platform];
    if (choice === undefined || isOwnedByAws(choice.document)) return [];
    const place = profile.documents === undefined ? undefined : `${field}.documents.${platform}`;
    return [{ field: place, platform, ...choice }];
  });
}

function findDefaultMistakes(part: Part): string[] {
  return Object.entries(documentsIn(part) ?? {}).flatMap(([name, values = {}]) => {
    const field = `${part.path}documents.${name}`;
    return isKnown(name) ? findValueMistakes(field, name, values) : [`${field}: ${unknownDocument(name)}`];
  });
}

function findChoiceMistakes({ field, platform, document, parameters }: Choice): string[] {
  if (field === undefined) return [];
  if (!isKnown(document)) return [`${field}.document: ${unknownDocument(document)}`];
  const platforms = documentPlatforms(contentOf(document));
  const isSupported = platforms.includes(platform);
  const allowed = `a document for ${platform}, and it is for ${platforms}`;
  return [
    ...(isSupported ? [] : [`${field}.document: received "${document}"; allowed: ${allowed}`]),
    ...findValueMistakes(`${field}.parameters`, document, parameters),
  ];
}

/** Parameters that get no value in an environment. A malformed value does not count as missing. */
function findMissing(common: Part, own: Part): string[] {
  const places = own === common ? [documentsIn(common)] : [documentsIn(common), documentsIn(own)];
  if (places.includes(undefined)) return [];
  const choices = choicesIn(profilesIn(own) === undefined ? common : own, common, defaultProfiles());
  return choices.flatMap(({ field, document, parameters }) => {
    const shared = places.map((documents) => documents?.[document]);
    const isMalformed = places.some(
      (documents = {}) => document in documents && documents[document] === undefined,
    );
    if (!isKnown(document) || isMalformed) return [];
    const given = { ...shared[0], ...shared[1], ...parameters };
    return Object.entries(contentOf(document).parameters).flatMap(([name, parameter]) => {
      if (parameter.default !== undefined || name in given) return [];
      const pattern =
        parameter.allowedPattern === undefined ? '' : `, text that matches ${parameter.allowedPattern}`;
      return [
        field === undefined
          ? `documents.${document}.${name}: received nothing; allowed: a value${pattern}, or agents in place of the document`
          : `${field}.parameters.${name}: received nothing; allowed: a value here or in documents.${document}${pattern}`,
      ];
    });
  });
}

/** The documents of this project whose `Packages` have the form in documents/README.md. */
const installers = ['InstallAgentLinux', 'InstallAgentWindows'];

/** Checks values of the configuration in the same way as the defaults of the document. */
export function findValueMistakes(field: string, name: string, values: GivenParameters): string[] {
  contentOf(name); // a document that is itself wrong is not a mistake of the configuration
  const { Packages: packages, ...rest } = values;
  const wrong =
    packages !== undefined && installers.includes(name)
      ? findPackageMistakes(`${field}.Packages`, packages)
      : [];
  const others = wrong.length > 0 ? rest : values;
  const wellFormed = Object.entries(others).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  try {
    loadDocument(documentFile(name), Object.fromEntries(wellFormed));
    return wrong;
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return [...wrong, ...error.problems.map((problem) => `${field}: ${problem}`)];
  }
}

function contentOf(name: string): CommandDocument {
  return loadDocument(documentFile(name));
}

function findLength(settings: Settings): string[] {
  const documents = chosenDocuments(settings).map((name) => physicalName(settings, name));
  const versions = Object.fromEntries(documents.map((name) => [name, '1000']));
  const floors = Object.fromEntries(documents.map((name) => [name, '3.0.502.0']));
  const packed = [deployProfiles(settings), deployAgents(settings), deployExclusions(settings), floors];
  const texts = [...packed.map((value) => packText(JSON.stringify(value))), JSON.stringify(versions)];
  const bytes = Buffer.byteLength(JSON.stringify(texts));
  if (bytes <= settingsBytesMax) return [];
  return [
    `profiles, excludeTags and imageBuildTags: received ${bytes} bytes as packed JSON; allowed: ${settingsBytesMax}, since the environment of ` +
      'a Lambda function holds 4 KB; put parameters that profiles share under documents',
  ];
}

function isKnown(name: string): boolean {
  return documentNames().includes(name);
}

function unknownDocument(name: string): string {
  return `received "${name}"; allowed: ${documentNames().join(', ')}, or in a profile a document of AWS (AWS-..., Amazon...)`;
}
