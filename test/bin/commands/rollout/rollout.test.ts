import { beforeAll, describe, expect, it } from 'vitest';
import { newVersion } from '../../../../simulator/rollouts/new-version.ts';
import { specOf } from '../../../end-to-end/application.ts';
import { serveApplication } from '../../account/served-application.ts';

const document = 'Muster-InstallAgentLinux';
const application = serveApplication();
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const versions = () => [...application().roster().values()].map((entry) => entry['documentVersion']);
const commands = () => application().lines('ssm.command').length;

/** Twelve instances of an Auto Scaling group in two zones, onboarded, and then a new version of their document. */
beforeAll(async () => {
  const tags = { 'aws:autoscaling:groupName': 'web\u001b[31m' };
  const specs = Array.from({ length: 12 }, () => specOf('amazonLinux2023', { tags }));
  application().cloud.ec2.fleet.launch(specs);
  await application().pass(20);
});

describe('muster rollout', () => {
  it('says that there is nothing to do while all have the version that was deployed', async () => {
    const { status, stdout } = await muster('plan');
    expect(status).toBe(0);
    expect(stdout).toContain('Nobody lacks anything: there is nothing to roll out.');
    expect(stdout).toContain('12 have what is rolled out');
    expect((await muster('start', '--yes')).status).toBe(2);
    expect(await muster('watch')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('muster rollout plan'),
    });
  });

  it('plans waves with their zones and groups, and changes nothing', async () => {
    const version = await newVersion(application().cloud, document);
    const { status, lines } = await muster('plan', '--document', document, '--document-version', version);
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^Roll-out 20\d\d-\d\d-\d\d-1 is for 12 instances\.$/);
    expect(lines).toContain(`  ${document}: version ${version}; most have 1`);
    expect(lines.filter((line) => /^ +\d +\d+ +\d/.test(line))).toHaveLength(3);
    expect(lines.join('\n')).toContain('asg:web\\u001b[31m');
    expect(versions()).toEqual(Array.from({ length: 12 }, () => '1'));
    expect(await muster('list')).toMatchObject({ stdout: 'No roll-out was ever started here.\n' });
  });

  it('starts one, and no second one beside it', async () => {
    const flags = [
      '--document',
      document,
      '--document-version',
      '2',
      '--group-cap',
      '4',
      '--bake-minutes',
      '10',
    ];
    expect(await muster('start', ...flags)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nothing was started'),
    });
    const started = await muster('start', ...flags, '--zone-cap', '100%', '--yes');
    expect(started).toMatchObject({ status: 0, stderr: '' });
    expect(started.lines.at(-1)).toMatch(/^Started .*-1: muster rollout watch$/);
    const second = await muster('start', ...flags, '--yes');
    expect(second).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('another roll-out is under way'),
    });
  });

  it('pauses it: who was sent nothing goes back, and resumes it', async () => {
    await application().pass(7);
    expect((await muster('pause')).stdout).toMatch(/^Asked .* to pause; it obeys at the next recheck/);
    await application().pass(7);
    const paused = await muster('watch');
    expect(paused).toMatchObject({ status: 1 });
    expect(paused.stdout).toContain('PausedByPerson');
    const before = commands();
    await application().pass(60);
    expect(commands()).toBe(before);
    expect((await muster('pause')).stderr).toContain('is paused already');
    expect((await muster('resume')).status).toBe(0);
  });

  it('brings the version to everybody, and is done', async () => {
    await application().pass(240);
    const done = await muster('watch', '--json');
    expect(done).toMatchObject({ status: 0 });
    expect(JSON.parse(done.stdout)).toMatchObject({ progress: { status: 'done', counts: { done: 12 } } });
    expect(versions()).toEqual(Array.from({ length: 12 }, () => '2'));
    expect((await muster('abort')).stderr).toContain('is done: nothing can be asked of it');
    const status = await application().musterAs('read', 'status');
    expect(status.stdout).toContain('12 onboarded instances have another version than was deployed last.');
    expect(application().cloud.observations.deniedCalls).toBe(0);
  });

  it.each([
    [['plan', '--waves', '0'], '--waves'],
    [['plan', '--group-cap', '101%'], '--group-cap'],
    [['plan', '--window', 'someday 10:00-11:00 UTC'], '--window'],
    [['plan', '--window', 'mon 10:00-11:00 Europe/Atlantis'], '--window'],
    [['plan', '--tag', 'a'], '--tag a: allowed is key=value'],
    [['plan', '--document-version', '3'], '--document-version needs --document'],
    [['plan', '--document', document, '--document-version', '99'], 'there is no version 99'],
    [['plan', '--document', 'Muster-None'], 'no profile sends it (they send Muster-InstallAgentLinux'],
    [['plan', '--alarm', 'Nothing'], '--alarm Nothing: there is no such alarm'],
    [['plan', '--resource-group', 'none'], '--resource-group none: there is no such group in this account'],
    [['plan', 'i-1'], 'i-1: allowed is the id of an instance'],
    [['watch', 'r9'], 'r9: there is no such roll-out'],
  ])('refuses %j', async (args, message) => {
    expect(await muster(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });

  it('uses every permission of its policy', () => {
    const { cloud } = application();
    const { arn } = cloud.iam.directory.role('operator-rollout');
    expect(cloud.access.unusedPermissions().filter(({ roleArn }) => roleArn === arn)).toEqual([]);
  });

  it('shows itself to who may only look, and names the policy that starting and steering need', async () => {
    const look = (...args: readonly string[]) => application().musterAs('read', 'rollout', ...args);
    expect((await look('plan')).status).toBe(0);
    const { status, stderr } = await look(
      'start',
      '--document',
      document,
      '--document-version',
      '1',
      '--yes',
    );
    expect([status, stderr]).toEqual([2, expect.stringContaining('/muster/operators/rollout-policy-arn')]);
  });
});
