import type { Stack } from 'aws-cdk-lib';
import { platformTypes } from '../../lambdas/domain/instance.ts';
import type { DocumentChoice, Profile } from '../../lambdas/domain/profile.ts';
import { ConfigurationError, type Settings } from '../config.ts';
import { documentPlatforms, loadDocument } from '../documents.ts';
import { documentFile } from './command-documents.ts';

/** Documents of AWS are sent in their default version; AWS decides what that is. */
const awsPrefix = 'AWS-';

/** What the configuration's profiles become in a deployment. */
export interface DeployedProfiles {
  readonly profiles: readonly Profile[];
  readonly documentVersions: Readonly<Record<string, string>>;
  /** The documents that the function may send. */
  readonly documentArns: string[];
}

/** A function's environment holds 4 KB in all (Lambda quota); the profiles must leave room for the rest. */
const profilesLengthMax = 3000;

/**
 * Puts the deployed documents into the profiles.
 * @throws ConfigurationError for a document that does not exist, does not support the platform it is given for, does
 * not know a parameter, or for profiles too long for the environment of a function: all mistakes at once.
 */
export function profilesFor(
  stack: Stack,
  settings: Settings,
  versions: ReadonlyMap<string, string>,
): DeployedProfiles {
  const problems = settings.profiles.flatMap((_, index) => findProblems(settings, index, versions));
  for (const name of Object.keys(settings.documents)) {
    if (!versions.has(name)) problems.push(`documents.${name}: ${unknownDocument(name, versions)}`);
  }
  const used = new Set<string>();
  const profiles = settings.profiles.map(({ name, tags, documents: choices }) => {
    const deployed: Partial<Record<(typeof platformTypes)[number], DocumentChoice>> = {};
    for (const platform of platformTypes) {
      const choice = choices[platform];
      if (choice === undefined) continue;
      used.add(choice.document);
      const parameters = Object.fromEntries(Object.entries(choice.parameters).map(([k, v]) => [k, [v]]));
      deployed[platform] = { document: physicalName(settings, choice.document), parameters };
    }
    return { name, tags, documents: deployed };
  });
  const length = JSON.stringify(profiles).length;
  if (length > profilesLengthMax) {
    problems.push(
      `profiles: received ${length} characters as JSON; allowed: ${profilesLengthMax} (the environment of a Lambda function holds 4 KB; put parameters that all profiles share under documents)`,
    );
  }
  if (problems.length > 0) throw new ConfigurationError(problems);

  const names = [...used].sort();
  return {
    profiles,
    documentVersions: Object.fromEntries(
      names.map((name) => [physicalName(settings, name), versions.get(name) ?? '$DEFAULT']),
    ),
    documentArns: names.map((name) => documentArn(stack, settings, name)),
  };
}

function findProblems(settings: Settings, index: number, versions: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  for (const platform of platformTypes) {
    const choice = settings.profiles[index]?.documents[platform];
    if (choice === undefined || choice.document.startsWith(awsPrefix)) continue;
    const field = `profiles[${index}].documents.${platform}`;
    if (!versions.has(choice.document)) {
      problems.push(`${field}.document: ${unknownDocument(choice.document, versions)}`);
      continue;
    }
    const content = loadDocument(documentFile(choice.document));
    const platforms = documentPlatforms(content);
    if (!platforms.includes(platform)) {
      problems.push(
        `${field}.document: received "${choice.document}"; allowed: a document for ${platform} (it is for ${platforms.join(', ')})`,
      );
    }
    const known = Object.keys(content.parameters ?? {});
    for (const name of Object.keys(choice.parameters)) {
      if (!known.includes(name))
        problems.push(`${field}.parameters.${name}: no such parameter; allowed: ${known.join(', ')}`);
    }
  }
  return problems;
}

function unknownDocument(name: string, versions: ReadonlyMap<string, string>): string {
  return `received "${name}"; allowed: ${[...versions.keys()].join(', ')}, or a document of AWS (${awsPrefix}...)`;
}

function physicalName(settings: Settings, name: string): string {
  return name.startsWith(awsPrefix) ? name : `${settings.names.prefix}-${name}`;
}

function documentArn({ partition, region, account }: Stack, settings: Settings, name: string): string {
  const owner = name.startsWith(awsPrefix) ? '' : account;
  return `arn:${partition}:ssm:${region}:${owner}:document/${physicalName(settings, name)}`;
}
