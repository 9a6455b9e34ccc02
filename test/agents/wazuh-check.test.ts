import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();

/** `wazuh-control status` ends with 1 when a daemon does not run. */
const control = `[ "$*" = status ] || exit 1
if [ -e "$NODE/dead" ]; then echo 'wazuh-agentd not running...'; exit 1; fi
echo 'wazuh-agentd is running...'`;

function launchWithAgent(status: string) {
  const node = launch();
  node.addTool('root/var/ossec/bin/wazuh-control', control);
  node.write('root/var/ossec/var/run/wazuh-agentd.state', `# State file\nstatus='${status}'`);
  return node;
}

describe.each(nodeShells)('wazuh-check.sh under %s', (_name, shell) => {
  it('says yes to an agent that the manager has acknowledged', () => {
    expect(launchWithAgent('connected').run(shell, 'wazuh-check.sh').code).toBe(0);
  });

  it.each(['pending', 'disconnected'])('says no to an agent that is %s', (status) => {
    const { code, output } = launchWithAgent(status).run(shell, 'wazuh-check.sh');
    expect([code, output]).toEqual([1, expect.stringContaining(`its state is '${status}'\n`)]);
  });

  it('says no when a daemon does not run, and names it', () => {
    const node = launchWithAgent('connected');
    node.write('dead', '');
    const { code, output } = node.run(shell, 'wazuh-check.sh');
    expect([code, output]).toEqual([1, 'wazuh-agentd not running...\na daemon of the agent does not run\n']);
  });

  it('says no when there is no state yet', () => {
    const node = launchWithAgent('connected');
    node.remove('root/var/ossec/var/run/wazuh-agentd.state');
    expect(node.run(shell, 'wazuh-check.sh').code).toBe(1);
  });
});
