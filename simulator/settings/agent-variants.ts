import type { SettingsVariant } from './setting-variants.ts';

const names = ['first-agent', 'second-agent', 'third-agent'] as const;
const anyHash = '0'.repeat(64);
/** As many as a company with many teams has. Their settings fit into the environment of a function only packed. */
const profileCount = 50;

/**
 * Settings with agents in the place of documents: one agent, three, and three in each of many profiles. Profiles that
 * name neither agents nor documents get every agent, one after the other. On Windows one of the three is skipped.
 */
export function agentVariants(): readonly SettingsVariant[] {
  return [
    { name: 'agents=1', settings: { agents: agentsTo(1) } },
    { name: `agents=3 profiles=${profileCount}`, settings: { agents: agentsTo(3), profiles: profiles() } },
    { name: 'agents=3', settings: { agents: agentsTo(3) } },
  ];
}

function agentsTo(count: number) {
  return Object.fromEntries(
    names.slice(0, count).map((name, index) => [name, agent(name, index === 1)] as const),
  );
}

/** Profiles for the teams of a company, and the last one for everybody else, each with its own order of agents. */
function profiles() {
  return Array.from({ length: profileCount }, (_, index) => ({
    name: `team-${index}`,
    ...(index === profileCount - 1 ? {} : { tags: { team: `team-${index}` } }),
    agents: names.map((_name, place) => names[(place + index) % names.length]),
  }));
}

function agent(name: string, isForLinuxAlone: boolean) {
  const linux = {
    packageName: name,
    version: '1.0.0',
    service: name,
    packages: {
      'rpm/x86_64': `https://packages.example.com/${name}.x86_64.rpm#${anyHash}`,
      'deb/x86_64': `https://packages.example.com/${name}_amd64.deb#${anyHash}`,
    },
  };
  const windows = {
    name,
    version: '1.0.0',
    service: name,
    packages: { 'windows/x86_64': `https://packages.example.com/${name}.msi#${anyHash}` },
  };
  return isForLinuxAlone ? { linux } : { linux, windows };
}
