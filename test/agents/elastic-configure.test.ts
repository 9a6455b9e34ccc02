import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { addElasticAgent, fleet, token } from './elastic-agent.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();
const script = 'elastic-configure.sh';

function launchWithAgent() {
  const node = launch();
  addElasticAgent(node);
  return node;
}

describe.each(nodeShells)('elastic-configure.sh under %s', (_name, shell) => {
  it('enrolls the agent in Fleet', () => {
    const node = launchWithAgent();
    expect(node.run(shell, script, fleet).code).toBe(0);
    expect(node.has('etc/elastic-agent/fleet.enc')).toBe(true);
  });

  it('changes nothing the second time, with a new token too: Fleet has one agent', () => {
    const node = launchWithAgent();
    node.run(shell, script, fleet);
    const before = node.state();
    const { code, output } = node.run(shell, script, { ...fleet, FLEET_ENROLLMENT_TOKEN: 'other' });
    expect([code, output]).toEqual([0, 'the agent is enrolled at https://fleet.acme.test:8220\n']);
    expect(node.state()).toEqual(before);
    expect(node.read('fleet')).toBe('x\n');
  });

  it.each([
    ['is enrolled elsewhere by this script', 'https://old.acme.test:8220'],
    ['came enrolled with the image', undefined],
  ])('enrolls an agent again that %s', (_what, address) => {
    const node = launchWithAgent();
    node.write('etc/elastic-agent/fleet.enc', 'old');
    if (address !== undefined) node.write('etc/elastic-agent/muster-fleet-url', address);
    expect(node.run(shell, script, fleet).code).toBe(0);
    expect(node.read('etc/elastic-agent/fleet.enc')).toBe('encrypted\n');
  });

  it('shows the token to elastic-agent alone, which takes it only as an argument', () => {
    const node = launchWithAgent();
    const { output, calls } = node.run(shell, script, fleet);
    expect(calls.split('\n').filter((call) => call.includes(token))).toEqual([
      `elastic-agent enroll --force --url=https://fleet.acme.test:8220 --enrollment-token=${token}`,
    ]);
    expect(output + JSON.stringify(node.state())).not.toContain(token);
  });

  it.each([
    ['no token', { FLEET_ENROLLMENT_TOKEN: '' }, 'FLEET_ENROLLMENT_TOKEN is not in the environment'],
    ['no address', { FLEET_URL: '' }, 'FLEET_URL is not in the environment'],
    [
      'a wrong token',
      { FLEET_ENROLLMENT_TOKEN: 'x' },
      'the agent cannot enroll at https://fleet.acme.test:8220',
    ],
  ])('refuses %s, and tries again the next time', (_what, given, sentence) => {
    const node = launchWithAgent();
    const { code, output } = node.run(shell, script, { ...fleet, ...given });
    expect([code, output]).toEqual([1, expect.stringContaining(`${sentence}\n`)]);
    expect(node.run(shell, script, fleet).code).toBe(0);
    expect(node.read('fleet')).toBe('x\n');
  });

  it('refuses a node without the agent', () => {
    const { code, output } = launch().run(shell, script, fleet);
    expect([code, output]).toEqual([1, expect.stringContaining('the agent is not installed')]);
  });
});
