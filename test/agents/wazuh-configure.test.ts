import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { useVendorNodes } from './vendor-node.ts';
import { wazuhConfig } from './wazuh-control.ts';

const launch = useVendorNodes();
const script = 'wazuh-configure.sh';
const config = 'var/ossec/etc/ossec.conf';
const password = 'var/ossec/etc/authd.pass';
const environment = {
  WAZUH_REGISTRATION_PASSWORD: 'top$ecret "quoted" \\n',
  WAZUH_MANAGER: 'wazuh.acme.test',
};

/** What the package writes when no manager is in its environment; the second address is of somebody else. */
const packaged = `${wazuhConfig('MANAGER_IP')}\n<address>second.acme.test</address>`;

function launchWithAgent() {
  const node = launch();
  node.write(config, packaged);
  return node;
}

describe.each(nodeShells)('wazuh-configure.sh under %s', (_name, shell) => {
  it('writes the password as it is, for root and the group of the agent', () => {
    const node = launchWithAgent();
    const { code, calls } = node.run(shell, script, environment);
    expect(code).toBe(0);
    expect(node.read(password)).toBe(`${environment.WAZUH_REGISTRATION_PASSWORD}\n`);
    expect([node.mode(password), node.mode(config)]).toEqual([0o640, 0o660]);
    expect(calls.match(/^chown root:wazuh /gm)).toHaveLength(2);
  });

  it('names the manager in the configuration, and leaves the rest as it is', () => {
    const node = launchWithAgent();
    node.run(shell, script, environment);
    expect(node.read(config)).toBe(`${packaged.replace('MANAGER_IP', 'wazuh.acme.test')}\n`);
  });

  it('changes nothing the second time, and only what differs the third time', () => {
    const node = launchWithAgent();
    node.run(shell, script, environment);
    const before = node.state();
    expect(node.run(shell, script, environment)).toMatchObject({ code: 0, output: '' });
    expect(node.state()).toEqual(before);
    const { output } = node.run(shell, script, { ...environment, WAZUH_MANAGER: 'other.acme.test' });
    expect(output).toMatch(/^[^\n]*ossec\.conf is written\n$/);
    expect(node.read(config)).toContain('<address>other.acme.test</address>');
  });

  it('shows the password in no argument, no output and no other file', () => {
    const node = launchWithAgent();
    const { output, calls } = node.run(shell, script, environment);
    expect(output + calls).not.toContain('ecret');
    const holding = Object.entries(node.state()).filter(([, text]) => text.includes('ecret'));
    expect(holding.map(([file]) => file)).toEqual(['var/ossec/etc/authd.pass']);
  });

  it.each([
    [
      'no password',
      { WAZUH_REGISTRATION_PASSWORD: '' },
      'WAZUH_REGISTRATION_PASSWORD is not in the environment',
    ],
    ['no manager', { WAZUH_MANAGER: '' }, 'WAZUH_MANAGER is not in the environment'],
    ['two managers', { WAZUH_MANAGER: 'a,b' }, 'WAZUH_MANAGER is not the address of one manager: a,b'],
    ['an address that is a pattern', { WAZUH_MANAGER: 'a&b' }, 'not the address of one manager: a&b'],
  ])('refuses %s', (_what, given, sentence) => {
    const { code, output } = launchWithAgent().run(shell, script, { ...environment, ...given });
    expect([code, output]).toEqual([1, expect.stringContaining(`${sentence}\n`)]);
  });

  it('refuses a node without the agent', () => {
    const { code, output } = launch().run(shell, script, environment);
    expect([code, output]).toEqual([1, expect.stringContaining('the agent is not installed')]);
  });

  it('leaves no copy of the password behind when the package has not made its group', () => {
    const node = launchWithAgent();
    node.addProgram('chown', 'exit 1');
    const { code, output } = node.run(shell, script, environment);
    expect([code, output]).toEqual([1, 'the package has not made the group wazuh\n']);
    expect(JSON.stringify(node.state())).not.toContain('ecret');
  });
});
