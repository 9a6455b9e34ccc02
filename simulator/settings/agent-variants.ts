import type { SettingsVariant } from './setting-variants.ts';

/** How many agents the variants have: one, and three, the second of which is for Linux alone. */
const counts = [1, 3] as const;

const names = ['first-agent', 'second-agent', 'third-agent'] as const;
const anyHash = '0'.repeat(64);

/**
 * Settings with agents in the place of documents. Profiles that name neither get every agent, one after the other. On
 * Windows one of the three is skipped.
 */
export function agentVariants(): readonly SettingsVariant[] {
  return counts.map((count) => ({
    name: `agents=${count}`,
    settings: {
      agents: Object.fromEntries(
        names.slice(0, count).map((name, index) => [name, agent(name, index === 1)]),
      ),
    },
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
