import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();
const script = 'datadog-configure.sh';
const config = 'etc/datadog-agent/datadog.yaml';
const environment = { DD_API_KEY: '0a1b2c3d4e5f60718293a4b5c6d7e8f9', DD_SITE: 'datadoghq.eu' };

function launchWithAgent() {
  const node = launch();
  node.write('etc/datadog-agent/datadog.yaml.example', 'api_key:');
  return node;
}

describe.each(nodeShells)('datadog-configure.sh under %s', (_name, shell) => {
  it('writes the key and the site for the user of the agent alone', () => {
    const node = launchWithAgent();
    const { code, calls } = node.run(shell, script, environment);
    expect(code).toBe(0);
    expect(node.read(config)).toBe('api_key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9\nsite: datadoghq.eu\n');
    expect(node.mode(config)).toBe(0o640);
    expect(calls).toContain('chown dd-agent:dd-agent ');
  });

  it('keeps what else the configuration says', () => {
    const node = launchWithAgent();
    node.write(config, 'api_key: old\nlogs_enabled: true\nlogs_config:\n  api_key: other');
    node.run(shell, script, environment);
    expect(node.read(config).split('\n').slice(2, -1)).toEqual([
      'logs_enabled: true',
      'logs_config:',
      '  api_key: other',
    ]);
  });

  it('changes nothing the second time', () => {
    const node = launchWithAgent();
    node.run(shell, script, environment);
    const before = node.state();
    const { code, output, calls } = node.run(shell, script, environment);
    expect([code, output]).toEqual([0, '']);
    expect(calls).not.toContain('mv ');
    expect(node.state()).toEqual(before);
  });

  it('shows the key in no argument, no output and no other file', () => {
    const node = launchWithAgent();
    const { output, calls } = node.run(shell, script, environment);
    expect(output + calls).not.toContain(environment.DD_API_KEY);
    const holding = Object.entries(node.state()).filter(([, text]) => text.includes(environment.DD_API_KEY));
    expect(holding.map(([file]) => file)).toEqual(['etc/datadog-agent/datadog.yaml']);
  });

  it.each([
    ['no key', { DD_SITE: 'datadoghq.eu' }, 'DD_API_KEY is not in the environment'],
    ['no site', { DD_API_KEY: 'x' }, 'DD_SITE is not in the environment'],
  ])('refuses %s', (_what, given, sentence) => {
    const { code, output } = launchWithAgent().run(shell, script, given);
    expect([code, output]).toEqual([1, `${sentence}\n`]);
  });

  it('refuses a node without the agent', () => {
    const { code, output } = launch().run(shell, script, environment);
    expect([code, output]).toEqual([1, expect.stringContaining('the agent is not installed')]);
  });

  it('leaves no copy of the key behind when the package has not made its user', () => {
    const node = launchWithAgent();
    node.addProgram('chown', 'exit 1');
    const { code, output } = node.run(shell, script, environment);
    expect([code, output]).toEqual([1, 'the package has not made the user dd-agent\n']);
    expect(JSON.stringify(node.state())).not.toContain(environment.DD_API_KEY);
  });
});
