import { readAssembly, updateStack } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { isOnboarding } from '../../../../../simulator/run/declared-resources.ts';
import { specOf } from '../../../../end-to-end/application.ts';
import { assemblyFolderWith } from '../../../../synthesized.ts';
import { serveApplication } from '../../../account/served-application.ts';

const agent = (name: string) => ({
  linux: {
    packageName: name,
    version: '1.0.0',
    service: name,
    packages: { 'rpm/x86_64': `https://packages.example.com/${name}.rpm#${'0'.repeat(64)}` },
  },
});
const agents = { base: agent('base'), old: agent('old') };
const profile = (...names: readonly string[]) => [{ name: 'default', tags: {}, agents: names }];

const application = serveApplication(assemblyFolderWith({ agents, profiles: profile('base', 'old') }));
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const quick = ['--waves', '1,100%', '--zone-cap', '100%', '--bake-minutes', '0', '--failed-percent', '100'];
const agentsOf = (entry: Record<string, string>): string[] =>
  JSON.parse(entry['agents'] ?? '[]').map(
    (one: { agent: string; status: string }) => `${one.agent} ${one.status}`,
  );
const states = () => [...application().roster().values()].map(agentsOf);

/** Who was sent a document to uninstall, as Systems Manager lists it. */
function uninstalls(): readonly string[] {
  const { cloud } = application();
  const { Commands = [] } = cloud.ssm.operations.ListCommands.run({}, cloud.administrator());
  return Commands.filter(({ Parameters }) => Parameters?.['Operation']?.[0] === 'Uninstall').flatMap(
    ({ InstanceIds = [] }) => InstanceIds,
  );
}

/** Deploys the same agents with a profile that names some of them. */
async function deployNaming(...names: readonly string[]): Promise<void> {
  const { cloud, stacks } = application();
  const source = readAssembly(assemblyFolderWith({ agents, profiles: profile(...names) })).find(isOnboarding);
  const stack = stacks.find((one) => isOnboarding(one.source));
  if (stack === undefined || source === undefined) throw new Error('There is no onboarding.');
  expect((await updateStack(cloud, stack, source)).status).toBe('UPDATE_COMPLETE');
}

/** Three instances with both agents. On the first of them the third command fails, which is the first to uninstall. */
beforeAll(async () => {
  const script = { ...specOf('amazonLinux2023').script, exitCodes: [0, 0, 1, 0] } as const;
  application().cloud.ec2.fleet.launch([
    specOf('amazonLinux2023', { script }),
    specOf('amazonLinux2023'),
    specOf('amazonLinux2023'),
  ]);
  await application().pass(30);
});

describe('a roll-out that uninstalls an agent', () => {
  it('is refused while a profile names the agent, and for one that nobody has', async () => {
    expect(states()).toEqual(Array.from({ length: 3 }, () => ['base onboarded', 'old onboarded']));
    const named = await muster('plan', '--uninstall', 'old');
    expect(named).toMatchObject({ status: 2, stderr: expect.stringContaining('profile default names it') });
    const unknown = await muster('plan', '--uninstall', 'none');
    expect(unknown).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no entry of the roster has it'),
    });
    const both = await muster('plan', '--uninstall', 'old', '--agent', 'base');
    expect(both).toMatchObject({ status: 2, stderr: expect.stringContaining('do not go with it') });
  });

  it('takes it away in waves, and the sweep does not give it again', async () => {
    await deployNaming('base');
    const started = await muster('start', '--uninstall', 'old', ...quick, '--yes');
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.stdout).toContain('Muster-Agent-old-Linux: version 1 uninstalls old');
    await application().pass(60);
    const watched = await muster('watch', '--once');
    expect(watched.status).toBe(0);
    expect(watched.stdout).toContain('2 done, 1 failed');
    expect(watched.stdout).toContain('It uninstalls old.');
    const [failed, ...others] = states().toSorted((a, b) => b.length - a.length);
    expect(failed).toEqual(['base onboarded', 'old failed']);
    expect(others).toEqual([['base onboarded'], ['base onboarded']]);
    await application().pass(60);
    expect(uninstalls()).toHaveLength(3);
  });

  it('takes it away from who failed when it is asked again', async () => {
    const again = await muster('start', '--uninstall', 'old', ...quick, '--yes');
    expect(again.lines[0]).toMatch(/ is for 1 instance\.$/);
    expect(again.stdout).toContain('2 do not have it');
    await application().pass(60);
    expect(states()).toEqual(Array.from({ length: 3 }, () => ['base onboarded']));
    const statuses = [...application().roster().values()].map(({ status }) => status);
    expect(statuses).toEqual(['onboarded', 'onboarded', 'onboarded']);
    expect(uninstalls()).toHaveLength(4);
    expect(application().cloud.observations.deniedCalls).toBe(0);
  });

  it('cannot be rolled back: a profile gives the agent', async () => {
    const { status, stderr } = await muster('rollback', '--yes');
    expect([status, stderr]).toEqual([2, expect.stringContaining('name it in a profile again')]);
  });
});
