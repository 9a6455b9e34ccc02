import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { useVendorNodes } from './vendor-node.ts';
import { wazuhControl } from './wazuh-control.ts';

const launch = useVendorNodes();

function launchWithAgent(status: string) {
  const node = launch();
  node.addTool('var/ossec/bin/wazuh-control', wazuhControl);
  node.write('var/ossec/var/run/wazuh-agentd.state', `# State file\nstatus='${status}'`);
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
    node.remove('var/ossec/var/run/wazuh-agentd.state');
    expect(node.run(shell, 'wazuh-check.sh').code).toBe(1);
  });
});
