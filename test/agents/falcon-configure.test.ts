import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { addFalconctl, cid, keptCid } from './falconctl.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();
const script = 'falcon-configure.sh';

function launchWithSensor() {
  const node = launch();
  addFalconctl(node);
  return node;
}

describe.each(nodeShells)('falcon-configure.sh under %s', (_name, shell) => {
  it('gives the sensor its customer id', () => {
    const node = launchWithSensor();
    const { code, output } = node.run(shell, script, { FALCON_CID: cid });
    expect([code, output]).toEqual([0, 'the customer id is set\n']);
    expect(node.read('opt/CrowdStrike/falconstore')).toBe(`${keptCid}\n`);
    expect(node.has('provisioned')).toBe(false);
  });

  it('changes nothing the second time', () => {
    const node = launchWithSensor();
    node.run(shell, script, { FALCON_CID: cid });
    const before = node.state();
    const { code, output, calls } = node.run(shell, script, { FALCON_CID: cid });
    expect([code, output]).toEqual([0, '']);
    expect(calls).not.toContain('falconctl -s');
    expect(node.state()).toEqual(before);
  });

  it('replaces another customer id, and hands over the installation token', () => {
    const node = launchWithSensor();
    node.write('opt/CrowdStrike/falconstore', 'f'.repeat(32));
    const { code } = node.run(shell, script, { FALCON_CID: cid, FALCON_PROVISIONING_TOKEN: '1a2b3c4d' });
    expect(code).toBe(0);
    expect(node.read('opt/CrowdStrike/falconstore')).toBe(`${keptCid}\n`);
    expect(node.has('provisioned')).toBe(true);
  });

  it('shows the customer id to falconctl alone, which takes it only as an argument', () => {
    const { calls, output } = launchWithSensor().run(shell, script, { FALCON_CID: cid });
    const showing = calls.split('\n').filter((call) => /0123456789abcdef/i.test(call));
    expect(showing).toEqual([`falconctl -s -f --cid=${cid}`]);
    expect(output).not.toMatch(/0123456789abcdef/i);
  });

  it.each([
    ['no customer id', {}, 'FALCON_CID is not in the environment'],
    ['a customer id without its checksum', { FALCON_CID: keptCid }, 'falconctl refused the customer id'],
  ])('refuses %s', (_what, environment, sentence) => {
    const { code, output } = launchWithSensor().run(shell, script, environment);
    expect(code).toBe(1);
    expect(output).toContain(`${sentence}\n`);
  });

  it('refuses a node without the sensor', () => {
    const { code, output } = launch().run(shell, script, { FALCON_CID: cid });
    expect([code, output]).toEqual([
      1,
      expect.stringContaining('the sensor is not installed: there is no /'),
    ]);
  });
});
