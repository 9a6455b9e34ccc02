import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { datadogAgent } from './datadog-agent.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();

describe.each(nodeShells)('datadog-check.sh under %s', (_name, shell) => {
  it('says yes to an agent whose components are healthy', () => {
    const node = launch();
    node.addProgram('datadog-agent', datadogAgent);
    expect(node.run(shell, 'datadog-check.sh')).toMatchObject({ code: 0, output: 'Agent health: PASS\n' });
  });

  it('says no to an agent with an unhealthy component, and names it', () => {
    const node = launch();
    node.addProgram('datadog-agent', datadogAgent);
    node.write('unhealthy', '');
    const { code, output } = node.run(shell, 'datadog-check.sh');
    expect([code, output]).toEqual([1, expect.stringMatching(/forwarder\nthe agent is not healthy; .*\n$/)]);
  });

  it('says no where there is no agent', () => {
    expect(launch().run(shell, 'datadog-check.sh').code).toBe(1);
  });
});
