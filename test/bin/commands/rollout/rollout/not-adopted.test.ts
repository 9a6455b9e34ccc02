import { beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../../../../end-to-end/application.ts';
import { serveApplication } from '../../../account/served-application.ts';

const application = serveApplication();
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const quick = ['--waves', '100%', '--zone-cap', '100%', '--bake-minutes', '0', '--yes'];
const never = { registration: { kind: 'never', cause: 'no-instance-profile' } } as const;
const { instanceProfileArn: _, ...withoutProfile } = specOf('amazonLinux2023', never);
const states = () =>
  [...application().roster().values()].map((entry) => `${entry['status']} ${entry['reason']}`).toSorted();

/** Four instances that Muster has heard nothing of, as if they had run before it. One is excluded, one never registers. */
beforeAll(async () => {
  const { cloud } = application();
  const { faults } = cloud;
  cloud.faults = { ...faults, transit: () => [] };
  cloud.ec2.fleet.launch([
    specOf('amazonLinux2023', {}),
    specOf('ubuntu2204', {}),
    specOf('amazonLinux2023', { tags: { 'muster:exclude': 'true' } }),
    withoutProfile,
  ]);
  await application().pass(10);
  cloud.faults = faults;
});

describe('a roll-out over instances that ran before Muster', () => {
  it('leaves them out unless it is told', async () => {
    const { stdout } = await muster('plan');
    expect(stdout).toContain('4 have no entry; --not-adopted');
  });

  it('gives them what launches get, and records why others get nothing', async () => {
    const started = await muster('start', '--not-adopted', ...quick);
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.stdout).toContain('They get what launches get now');
    await application().pass(150);
    expect(states()).toEqual([
      'excluded ExcludedByTag',
      'onboarded Onboarded',
      'onboarded Onboarded',
      'unmanaged NoInstanceProfile',
    ]);
    const watched = await muster('watch', '--json');
    expect(JSON.parse(watched.stdout)).toMatchObject({
      progress: { status: 'done', counts: { done: 2, left: 2, failed: 0 } },
    });
    expect(application().cloud.observations.deniedCalls).toBe(0);
  });

  it.each([
    [
      ['--not-adopted', '--platform', 'Ubuntu'],
      '--not-adopted goes with ids, --tag, --source and --resource-group',
    ],
    [['--not-adopted', '--agent', 'falcon'], '--agent and --document do not go with it'],
  ])('refuses %j', async (flags, message) => {
    expect(await muster('plan', ...flags)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(message),
    });
  });
});
