import { describe, expect, it } from 'vitest';
import { canInstallDeb } from '../documents/scripts/linux/deb-node.ts';
import { lookAlikes } from '../documents/scripts/linux/look-alikes.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { specOf, startApplication } from './application.ts';
import { startRealAgents } from './real-agents.ts';

const twoAgents = lookAlikes.filter(({ page }) => page === 'falcon.md' || page === 'wazuh.md');
const real = startRealAgents(twoAgents);

const dayMinutes = 24 * 60;

/** One instance that is onboarded with agents whose scripts really run, and is verified every day. */
async function onboardOne(onDrift: 'tell' | 'send', agents: readonly string[]) {
  const folder = assemblyFolderWith({
    agents: real.publish(),
    profiles: [{ name: 'default', agents }],
    recheckMinutes: 30, // enough here, and quicker to run
    verification: { every: 'day', onDrift },
  });
  const application = await startApplication(1, folder, [], { ssm: { runScript: real.runScript } });
  const [instance] = application.cloud.ec2.launch([specOf('debian12')]);
  const entry = () => application.roster().get(instance?.id ?? '') ?? {};
  await application.pass(2 * 60);
  expect(entry()).toMatchObject({ status: 'onboarded', reason: 'Onboarded' });
  /** The last lines of the scripts that ran, without the first ones. */
  const since = (first: number) =>
    real
      .scripts()
      .slice(first)
      .map(({ stdout }) => stdout.trim().split('\n').at(-1));
  return { application, entry, since };
}

describe.runIf(canInstallDeb)('what is onboarded is verified every day, by scripts that really run', () => {
  it('and one that was stopped is told, until it is healthy again', async () => {
    const { application, entry, since } = await onboardOne('tell', ['falcon', 'wazuh']);
    real.node().write('dead', '');
    await application.pass(dayMinutes + 4 * 60);
    expect(entry()).toMatchObject({
      ...{ status: 'onboarded', reason: 'Drifted' },
      drift: expect.stringMatching(/^Muster-Agent-wazuh-Linux told AgentUnhealthy \d+$/),
    });
    expect(since(2)).toEqual([
      'muster: outcome 0 done: falcon 7.14.0-16703 is installed and falcon-sensor is healthy',
      'muster: outcome 23 not-healthy: wazuh 4.9.0-1 is installed, but wazuh-agent is active, but the check says no (code 1)',
    ]);
    real.node().remove('dead');
    await application.pass(dayMinutes);
    expect(entry()).toMatchObject({ status: 'onboarded', reason: 'Onboarded' });
    expect(entry()).not.toHaveProperty('drift');
  });

  it('and what was stopped is sent again where the configuration says so', async () => {
    const { application, entry, since } = await onboardOne('send', ['wazuh']);
    real.node().remove('active');
    await application.pass(dayMinutes + 4 * 60);
    expect(entry()).toMatchObject({ status: 'onboarded', reason: 'Onboarded' });
    expect(entry()['drift']).toMatch(/^Muster-Agent-wazuh-Linux sent AgentUnhealthy \d+ \d+$/);
    expect(since(1)).toEqual([
      'muster: outcome 23 not-healthy: wazuh 4.9.0-1 is installed, but wazuh-agent did not become active within 5 s: it is failed (failed, result exit-code, status 0)',
      'muster: outcome 0 done: wazuh 4.9.0-1 was installed; wazuh-agent is healthy again',
    ]);
  });
});
