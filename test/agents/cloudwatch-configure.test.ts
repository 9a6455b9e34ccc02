import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { addCloudwatchAgentCtl, knownConfig } from './cloudwatch-agent-ctl.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();
const script = 'cloudwatch-configure.sh';

function launchWithAgent() {
  const node = launch();
  addCloudwatchAgentCtl(node);
  return node;
}

describe.each(nodeShells)('cloudwatch-configure.sh under %s', (_name, shell) => {
  it('fetches the configuration, and leaves the start to the installer', () => {
    const node = launchWithAgent();
    const { code, calls } = node.run(shell, script, knownConfig);
    expect(code).toBe(0);
    expect(calls).toBe('amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -c ssm:AmazonCloudWatch-linux\n');
    expect(node.has('opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.toml')).toBe(true);
  });

  it('changes nothing the second time', () => {
    const node = launchWithAgent();
    node.run(shell, script, knownConfig);
    const before = node.state();
    expect(node.run(shell, script, knownConfig).code).toBe(0);
    expect(node.state()).toEqual(before);
  });

  it.each([
    ['a configuration that cannot be read', 'ssm:other', 'ssm:other cannot be read, or is no configuration'],
    ['no configuration', '', "CLOUDWATCH_CONFIG is ''; allowed are ssm:NAME and file:PATH"],
    [
      'another kind of source',
      'default',
      "CLOUDWATCH_CONFIG is 'default'; allowed are ssm:NAME and file:PATH",
    ],
  ])('refuses %s', (_what, value, sentence) => {
    const { code, output } = launchWithAgent().run(shell, script, { CLOUDWATCH_CONFIG: value });
    expect([code, output]).toEqual([1, expect.stringContaining(`${sentence}\n`)]);
  });

  it('refuses a node without the agent', () => {
    const { code, output } = launch().run(shell, script, knownConfig);
    expect([code, output]).toEqual([1, expect.stringContaining('the agent is not installed')]);
  });
});
