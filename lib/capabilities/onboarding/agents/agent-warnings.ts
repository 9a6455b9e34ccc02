import { Annotations, type Stack } from 'aws-cdk-lib';
import type { Settings } from '../../../configuration/settings.ts';
import { agentsOf } from '../profile-choices.ts';
import { agentOn } from './agent-part.ts';
import { listKeys } from './linux-systems.ts';

/** What an agent says that may be meant, and most often is not: the places, and a sentence that holds for each. */
interface Doubt {
  readonly id: string;
  readonly fields: readonly string[];
  readonly sentence: string;
}

/** Warns at synth of what is no mistake in itself. */
export function warnOfAgents(stack: Stack, settings: Settings): void {
  for (const { id, fields, sentence } of findDoubts(settings)) {
    if (fields.length === 0) continue;
    Annotations.of(stack).addWarningV2(id, `${fields.join(' and ')} of muster.config.ts: ${sentence}`);
  }
}

function findDoubts(settings: Settings): Doubt[] {
  return [
    {
      id: 'muster:agent-not-removable',
      fields: findNotRemovable(settings),
      sentence:
        'a .tar.gz is removed by an uninstall script alone, and the agent has none for this system. Operation=Uninstall ' +
        'would end with exit code 36 (uninstall failed).',
    },
    {
      id: 'muster:agent-without-profile',
      fields: findWithoutProfile(settings),
      sentence: 'no profile names it, so no instance gets it.',
    },
    {
      id: 'muster:agent-plain-secret',
      fields: findPlainSecrets(settings),
      sentence:
        'the name is that of a secret, and the value of a variable stands as text in the template and in the document. ' +
        'Use secrets in its place.',
    },
  ];
}

/** The archives for systems whose part has no uninstall script. The part is the most specific one, as on the node. */
function findNotRemovable({ agents, treatAs }: Settings): string[] {
  return Object.entries(agents).flatMap(([name, agent]) => {
    const linux = agentOn(agent, 'Linux');
    if (linux === undefined) return [];
    return Object.entries(linux.packages).flatMap(([key, address]) => {
      const keys = listKeys(key.replace(/\/.*/, ''), treatAs);
      const own = keys.find((each) => Object.hasOwn(linux.systems, each)) ?? '';
      const { scripts } = linux.systems[own] ?? linux;
      const isRemovable = scripts.uninstall !== undefined || !/\.(tar\.gz|tgz)#/.test(address);
      return isRemovable ? [] : [`agents.${name}.linux.packages["${key}"]`];
    });
  });
}

function findWithoutProfile(settings: Settings): string[] {
  const named = settings.profiles.flatMap((profile) => agentsOf(settings, profile) ?? []);
  return Object.keys(settings.agents).flatMap((name) => (named.includes(name) ? [] : [`agents.${name}`]));
}

function findPlainSecrets({ agents }: Settings): string[] {
  return Object.entries(agents).flatMap(([name, { variables, linux, windows }]) => [
    ...secretNames(`agents.${name}`, variables),
    ...Object.entries({ linux, windows }).flatMap(([platform, given]) => [
      ...secretNames(`agents.${name}.${platform}`, given?.variables),
      ...Object.entries(given?.systems ?? {}).flatMap(([system, part]) =>
        secretNames(`agents.${name}.${platform}.systems.${system}`, part.variables),
      ),
    ]),
  ]);
}

function secretNames(field: string, variables: Readonly<Record<string, string>> = {}): string[] {
  const names = Object.keys(variables).filter((name) => /(KEY|TOKEN|SECRET|PASSWORD|PASSWD)$/.test(name));
  return names.map((name) => `${field}.variables.${name}`);
}
