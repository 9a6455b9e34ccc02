import type { RunScript } from 'local-cloud';
import { isAffected } from './old-fleet.ts';

/** The versions of the agent in the story: what runs, what fails on one distribution, and what mends it. */
export const agentVersions = { first: '1.0.0', bad: '1.1.0', mended: '1.1.1' } as const;

/**
 * What the installer says on an instance. The bad version needs a symbol of a newer C library than the affected
 * distribution has: the texts are those of its package manager, as the installer shows them.
 */
export const runInstaller: RunScript = async (text, { platform }) => {
  const version = /^version='([^']*)'$/m.exec(text)?.[1] ?? '';
  if (version !== agentVersions.bad || !isAffected({ platform }))
    return {
      exitCode: 0,
      stdout: said(version, 'outcome 0 done: the agent is installed and healthy'),
      stderr: '',
    };
  const stdout = said(
    version,
    'asking the repositories for what the package needs',
    `  Error: Package: example-agent-${version}-1.x86_64 (/example-agent-${version}.x86_64)`,
    '             Requires: libc.so.6(GLIBC_2.25)(64bit)',
    `outcome 24 installer-failed: the installer of example-agent ${version} ended with 1`,
  );
  return { exitCode: 24, stdout, stderr: '' };
};

function said(version: string, ...lines: readonly string[]): string {
  return [`installing example-agent ${version}`, ...lines].map((line) => `muster: ${line}\n`).join('');
}

/** What `muster.config.ts` says in the story: one agent, in a version, for every system that has packages. */
export function settingsOfStory(version: string): Readonly<Record<string, unknown>> {
  const checksum = '0'.repeat(64);
  const entry = (key: string, file: string) => `${key}=https://packages.example.com/${file}#${checksum}`;
  const linux = [
    entry('rpm/x86_64', `example-agent-${version}.x86_64.rpm`),
    entry('rpm/arm64', `example-agent-${version}.aarch64.rpm`),
    entry('deb/x86_64', `example-agent_${version}_amd64.deb`),
    entry('deb/arm64', `example-agent_${version}_arm64.deb`),
  ];
  return {
    agents: {},
    profiles: [{ name: 'emr', tags: { 'aws:elasticmapreduce:job-flow-id': '*' } }, { name: 'default' }],
    documents: {
      InstallAgentLinux: {
        ...{ AgentName: 'example-agent', AgentVersion: version, ServiceName: 'example-agent' },
        Packages: linux.join(' '),
      },
      InstallAgentWindows: {
        ...{ AgentName: 'Example Agent', AgentVersion: version, ServiceName: 'ExampleAgent' },
        Packages: entry('windows/x86_64', `example-agent-${version}.msi`),
      },
    },
  };
}
