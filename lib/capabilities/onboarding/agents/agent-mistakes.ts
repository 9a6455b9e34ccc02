import { findRepeated, showValue } from '../../../configuration/mistakes.ts';
import type { ConfigCheck, Settings } from '../../../configuration/settings.ts';
import {
  type AgentPart,
  type AgentPlatform,
  agentOn,
  agentPlatforms,
  type PlatformAgent,
} from './agent-part.ts';
import type { Agent } from './agent-schema.ts';
import { readScript } from './agent-scripts.ts';
import { families, listDistributions, listKeys, type TreatAs } from './linux-systems.ts';

/**
 * The mistakes in agents that their form does not show: names that are nowhere declared, scripts that cannot be
 * read, packages and systems of another platform.
 */
export const findAgentMistakes: ConfigCheck = (_outline, settings) =>
  settings.flatMap((each) => [
    ...Object.entries(each.agents).flatMap(([name, agent]) => findIn(`agents.${name}`, agent, each.treatAs)),
    ...findProfileMistakes(each),
  ]);

function findIn(field: string, agent: Agent, treatAs: TreatAs): string[] {
  const platforms = agentPlatforms.flatMap((platform) => {
    const given = agentOn(agent, platform);
    return given === undefined ? [] : [{ platform, given, field: `${field}.${platform.toLowerCase()}` }];
  });
  if (platforms.length === 0)
    return [`${field}: received neither linux nor windows; allowed: at least one of them`];
  return platforms.flatMap(({ platform, given, field: place }) => [
    ...findPackageMistakes(place, platform, given, treatAs),
    ...findSystemMistakes(`${place}.systems`, platform, Object.keys(given.systems), treatAs),
    ...findPartMistakes(place, given),
    ...Object.entries(given.systems).flatMap(([key, part]) =>
      findPartMistakes(`${place}.systems.${key}`, part),
    ),
  ]);
}

/** Packages of the other family, which a system cannot install whatever its version. */
function findForeignPackages(field: string, packages: PlatformAgent['packages'], treatAs: TreatAs): string[] {
  return Object.entries(packages).flatMap(([key, value]) => {
    const keys = listKeys(systemOf(key), treatAs);
    const own = families.find((family) => keys.includes(family));
    const foreign = families.find((family) => value.includes(`.${family}#`));
    if (own === undefined || foreign === undefined || own === foreign) return [];
    const allowed = `a package that ends in .${own}, .tar.gz or .tgz`;
    return [`${field}["${key}"]: received ${showValue(value)}; allowed: ${allowed}`];
  });
}

function systemOf(packageKey: string): string {
  return packageKey.split('/')[0] ?? '';
}

/** What a platform can install, and the keys of its systems. */
interface Rule {
  readonly address: RegExp;
  readonly endings: string;
  readonly isSystem: (key: string, treatAs: TreatAs) => boolean;
  readonly systems: string;
}

const rules: Readonly<Record<AgentPlatform, Rule>> = {
  Linux: {
    address: /\.(rpm|deb|tar\.gz|tgz)#[^#]*$/,
    endings: '.rpm, .deb, .tar.gz or .tgz',
    isSystem: (key, treatAs) => listKeys(key, treatAs).length > 0,
    systems: `any, rpm, deb, or one of ${listDistributions().join(', ')} or treatAs, which may have a version (rhel-9.4)`,
  },
  Windows: {
    address: /\.(msi|exe)#[^#]*$/,
    endings: '.msi or .exe',
    isSystem: (key) => /^(windows(-20(16|19|22|25))?|any)$/.test(key),
    systems: 'windows, windows-2016, windows-2019, windows-2022, windows-2025 or any',
  },
};

function findPackageMistakes(
  field: string,
  platform: AgentPlatform,
  { packages }: PlatformAgent,
  treatAs: TreatAs,
): string[] {
  const { address, endings } = rules[platform];
  const keys = Object.keys(packages);
  const plain = keys.map((key) => key.replace('/amd64', '/x86_64').replace('/aarch64', '/arm64'));
  return [
    ...(keys.length === 0 ? [`${field}.packages: received none; allowed: at least one package`] : []),
    ...findRepeated(plain, (index) => `${field}.packages["${keys[index]}"]`),
    ...findSystemMistakes(`${field}.packages`, platform, keys.map(systemOf), treatAs),
    ...findForeignPackages(`${field}.packages`, packages, treatAs),
    ...Object.entries(packages).flatMap(([key, value]) =>
      address.test(value)
        ? []
        : [
            `${field}.packages["${key}"]: received ${showValue(value)}; allowed: a package that ends in ${endings}`,
          ],
    ),
  ];
}

function findSystemMistakes(
  field: string,
  platform: AgentPlatform,
  keys: readonly string[],
  treatAs: TreatAs,
): string[] {
  const { isSystem, systems } = rules[platform];
  return keys
    .filter((key) => !isSystem(key, treatAs))
    .map((key) => `${field}: received the system ${showValue(key)}; allowed: ${systems}`);
}

function findPartMistakes(field: string, part: AgentPart): string[] {
  const { variables, secrets, scripts } = part;
  const names = [...Object.keys(variables), ...Object.keys(secrets)];
  const both = Object.keys(secrets).filter((name) => Object.hasOwn(variables, name));
  const places = names.map((name) => `{${name}}`);
  // A GUID, which msiexec takes in braces, has dashes.
  const asked = [...part.arguments.matchAll(/\{\s*[A-Za-z]\w*\s*\}/g)].map(([place]) => place);
  const unknown = asked.filter((place) => !places.includes(place));
  return [
    ...both.map((name) => `${field}: received ${name} as a variable and as a secret; allowed: one of them`),
    ...unknown.map(
      (place) =>
        `${field}.arguments: received "${place}"; allowed: ${places.join(', ') || 'no such name, for lack of variables and secrets'}`,
    ),
    ...Object.entries(scripts).flatMap(([name, file]) => {
      const reading = readScript(file);
      return 'text' in reading
        ? []
        : [`${field}.${name}: received ${reading.received}; allowed: ${reading.allowed}`];
    }),
  ];
}

/** Agents that a profile names and nobody declares, named twice, or beside documents. */
function findProfileMistakes({ agents, profiles }: Settings): string[] {
  const known = Object.keys(agents);
  return profiles.flatMap(({ agents: named, documents }, index) => {
    const field = `profiles[${index}]`;
    if (named === undefined) return [];
    const unknown = named.flatMap((name, place) =>
      known.includes(name)
        ? []
        : [
            `${field}.agents[${place}]: received ${showValue(name)}; allowed: ${known.join(', ') || 'none, since the configuration has no agents'}`,
          ],
    );
    const both =
      documents === undefined ? [] : [`${field}: received agents and documents; allowed: one of them`];
    return [...unknown, ...findRepeated(named, (place) => `${field}.agents[${place}]`), ...both];
  });
}
