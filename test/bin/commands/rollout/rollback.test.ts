import { beforeAll, describe, expect, it } from 'vitest';
import { newVersion } from '../../../../simulator/rollouts/new-version.ts';
import { specOf } from '../../../end-to-end/application.ts';
import { serveApplication } from '../../account/served-application.ts';

const document = 'Muster-InstallAgentLinux';
const quick = ['--waves', '100%', '--zone-cap', '100%', '--bake-minutes', '0'];
const application = serveApplication();
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const versions = () => [...application().roster().values()].map((entry) => entry['documentVersion']);
const start = (version: string, ...flags: readonly string[]) =>
  muster('start', '--document', document, '--document-version', version, ...quick, ...flags, '--yes');

/** Six instances with version 1, and then a version 2. */
beforeAll(async () => {
  application().cloud.ec2.fleet.launch(Array.from({ length: 6 }, () => specOf('amazonLinux2023', {})));
  await application().pass(20);
  await newVersion(application().cloud, document);
});

describe('muster rollout rollback', () => {
  it('sends everybody what most of them had before', async () => {
    expect((await start('2')).status).toBe(0);
    await application().pass(30);
    expect(versions()).toEqual(Array.from({ length: 6 }, () => '2'));
    const asked = await muster('rollback');
    expect(asked).toMatchObject({ status: 2, stderr: expect.stringContaining('nothing was started') });
    expect(asked.lines[0]).toMatch(/^Roll-out .*-2 is for 6 instances\.$/);
    const started = await muster('rollback', ...quick, '--yes', '--json');
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(started.stdout)).toMatchObject({ plan: { versions: { [document]: '1' } } });
    await application().pass(30);
    expect(versions()).toEqual(Array.from({ length: 6 }, () => '1'));
  });

  it('aborts a roll-out that is under way, and takes back whom it has in hand', async () => {
    expect((await start('2', '--bake-minutes', '600')).status).toBe(0);
    await application().pass(6);
    const { done } = application().startAs('rollout', 'rollout', 'rollback', ...quick, '--yes');
    let isEnded = false;
    const run = done.finally(() => {
      isEnded = true;
    });
    while (!isEnded) {
      await application().pass(1);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { status, stdout, stderr } = await run;
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/-3 aborted: wave 1 of 1/);
    await application().pass(40);
    expect(versions()).toEqual(Array.from({ length: 6 }, () => '1'));
    expect(application().cloud.observations.deniedCalls).toBe(0);
  });

  it('says when nobody has what is to be taken back', async () => {
    const { status, stderr } = await muster(
      'rollback',
      `${new Date().toISOString().slice(0, 10)}-3`,
      '--yes',
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('nobody has it: nothing was started')]);
  });
});
