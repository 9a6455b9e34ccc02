import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { addCloudwatchAgentCtl, knownConfig } from './cloudwatch-agent-ctl.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();

describe.each(nodeShells)('cloudwatch-check.sh under %s', (_name, shell) => {
  const launchWithAgent = () => {
    const node = launch();
    addCloudwatchAgentCtl(node);
    return node;
  };

  it('says yes to an agent that runs with a configuration', () => {
    const node = launchWithAgent();
    node.run(shell, 'cloudwatch-configure.sh', knownConfig);
    node.write('active', '');
    expect(node.run(shell, 'cloudwatch-check.sh').code).toBe(0);
  });

  it('says no to an agent that runs without a configuration', () => {
    const node = launchWithAgent();
    node.write('active', '');
    const { code, output } = node.run(shell, 'cloudwatch-check.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('the agent has no configuration\n')]);
  });

  it('says no to an agent that does not run', () => {
    const node = launchWithAgent();
    node.run(shell, 'cloudwatch-configure.sh', knownConfig);
    const { code, output } = node.run(shell, 'cloudwatch-check.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('the agent does not run\n')]);
  });

  it('says no where there is no agent', () => {
    expect(launch().run(shell, 'cloudwatch-check.sh').code).toBe(1);
  });
});
