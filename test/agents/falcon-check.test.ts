import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { addFalconctl } from './falconctl.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();

describe.each(nodeShells)('falcon-check.sh under %s', (_name, shell) => {
  it('says yes to a sensor that is registered', () => {
    const node = launch();
    addFalconctl(node);
    node.write('aid', '');
    expect(node.run(shell, 'falcon-check.sh')).toMatchObject({ code: 0, output: '' });
  });

  it('says no to a sensor that has not registered', () => {
    const node = launch();
    addFalconctl(node);
    const { code, output } = node.run(shell, 'falcon-check.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('it has not registered')]);
  });

  it('says no to a sensor in reduced functionality mode, and names the kernel', () => {
    const node = launch();
    addFalconctl(node);
    node.write('aid', '');
    node.write('unsupported', '');
    node.addProgram('uname', 'echo 9.9.9-acme');
    const { code, output } = node.run(shell, 'falcon-check.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('does not support the kernel 9.9.9-acme')]);
  });

  it('says no where there is no sensor', () => {
    const { code, output } = launch().run(shell, 'falcon-check.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('falconctl does not answer')]);
  });
});
