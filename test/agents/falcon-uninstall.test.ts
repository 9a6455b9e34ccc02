import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { addFalconctl } from './falconctl.ts';
import { addPackage, testUninstall } from './uninstall-cases.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();
const script = 'falcon-uninstall.sh';
const sensor = { script, packageName: 'falcon-sensor', folder: 'opt/CrowdStrike' };

testUninstall({ ...sensor, leftOver: 'opt/CrowdStrike/falconstore' });

describe.each(nodeShells)('falcon-uninstall.sh of a protected sensor under %s', (_name, shell) => {
  const remove = (token: string) => {
    const node = launch();
    addPackage(node, 'rpm', sensor);
    addFalconctl(node);
    return { node, ...node.run(shell, script, { FALCON_MAINTENANCE_TOKEN: token }) };
  };

  it('unlocks it first, with the maintenance token', () => {
    const { node, code, calls } = remove('good');
    expect(code).toBe(0);
    expect([node.has('unlocked'), node.has('package')]).toEqual([true, false]);
    expect(calls.split('\n').filter((call) => call.includes('good'))).toEqual([
      'falconctl -s -f --maintenance-token=good',
    ]);
  });

  it('refuses a wrong maintenance token, and removes nothing', () => {
    const { node, code, output } = remove('bad');
    expect([code, output]).toEqual([1, expect.stringContaining('falconctl refused the maintenance token')]);
    expect(node.has('package')).toBe(true);
  });
});
