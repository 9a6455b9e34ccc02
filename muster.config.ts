import { defineConfig } from './lib/configuration/config.ts';

/**
 * What Muster does in your accounts: what is otherwise than by default. docs/configuration.md has every field, its
 * default and what is allowed; docs/estate/ has what else Muster can do, each part turned on by a line.
 * A mistake is reported at synth, with the field, the value and what is allowed.
 *
 *   environments: [{ name: 'prod-frankfurt', account: '...', region: 'eu-central-1' }],
 *   alarmEmails: ['ops@example.com'],
 *   inventory: {},
 */
export default defineConfig({
  /**
   * A plain agent: the parameters of the documents (documents/README.md has them all). REPLACE all of this by your own
   * agent: a package is `<system>/<architecture>=<https address>#<SHA-256>`, and the most specific system wins (`rhel-9`,
   * `rhel`, `rpm`). An agent that needs a secret, a configuration, a check or others beside it is written as `agents`
   * instead (docs/agents/README.md has five of them):
   *
   *   agents: { falcon: {
   *     secrets: { FALCON_CID: { parameter: '/muster/agents/falcon/cid' } },
   *     linux: {
   *       packageName: 'falcon-sensor', version: '>=7.14.0', service: 'falcon-sensor',
   *       packages: { 'deb/x86_64': `https://packages.example.com/falcon-sensor_7.14.0_amd64.deb#${'0'.repeat(64)}` },
   *       configure: 'agents/falcon-configure.sh', check: 'agents/falcon-check.sh',
   *     },
   *   } },
   */
  documents: {
    InstallAgentLinux: {
      AgentName: 'example-agent',
      AgentVersion: '1.0.0',
      ServiceName: 'example-agent',
      Packages: [
        `rpm/x86_64=https://packages.example.com/example-agent-1.0.0.x86_64.rpm#${'0'.repeat(64)}`,
        `rpm/arm64=https://packages.example.com/example-agent-1.0.0.aarch64.rpm#${'0'.repeat(64)}`,
        `deb/x86_64=https://packages.example.com/example-agent_1.0.0_amd64.deb#${'0'.repeat(64)}`,
        `deb/arm64=https://packages.example.com/example-agent_1.0.0_arm64.deb#${'0'.repeat(64)}`,
      ].join(' '),
    },
    InstallAgentWindows: {
      AgentName: 'Example Agent',
      AgentVersion: '1.0.0',
      ServiceName: 'ExampleAgent',
      Packages: `windows/x86_64=https://packages.example.com/example-agent-1.0.0.msi#${'0'.repeat(64)}`,
    },
  },
});
