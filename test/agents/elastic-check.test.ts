import { describe, expect, it } from 'vitest';
import { nodeShells } from '../documents/scripts/programs.ts';
import { addElasticAgent, fleet } from './elastic-agent.ts';
import { useVendorNodes } from './vendor-node.ts';

const launch = useVendorNodes();

describe.each(nodeShells)('elastic-check.sh under %s', (_name, shell) => {
  const launchWithAgent = () => {
    const node = launch();
    addElasticAgent(node);
    return node;
  };

  it('says yes to an agent that is healthy and enrolled', () => {
    const node = launchWithAgent();
    node.run(shell, 'elastic-configure.sh', fleet);
    expect(node.run(shell, 'elastic-check.sh').code).toBe(0);
  });

  it('says no to an agent that is healthy and not enrolled', () => {
    const { code, output } = launchWithAgent().run(shell, 'elastic-check.sh');
    expect([code, output]).toEqual([1, expect.stringContaining('the agent is not enrolled in Fleet\n')]);
  });

  it('says no to an agent that is not healthy, and shows why', () => {
    const node = launchWithAgent();
    node.run(shell, 'elastic-configure.sh', fleet);
    node.write('sick', '');
    const { code, output } = node.run(shell, 'elastic-check.sh');
    expect([code, output]).toEqual([1, expect.stringMatching(/DEGRADED.*\nthe agent is not healthy\n$/)]);
  });

  it('says no where there is no agent', () => {
    expect(launch().run(shell, 'elastic-check.sh').code).toBe(1);
  });
});
