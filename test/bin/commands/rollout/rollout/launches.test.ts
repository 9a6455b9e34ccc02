import { beforeAll, describe, expect, it } from 'vitest';
import { rosterKeys } from '../../../../../lambdas/shared/runtime/contract.ts';
import { specOf } from '../../../../end-to-end/application.ts';
import { deployAgain } from '../../../../end-to-end/deploy-again.ts';
import { serveApplication } from '../../../account/served-application.ts';

const document = 'Muster-InstallAgentLinux';
const quick = ['--waves', '50%,100%', '--zone-cap', '100%', '--in-flight', '10', '--no-verify'];
const application = serveApplication();
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const versionOf = (id: string) => application().roster().get(id)?.['documentVersion'];

/** What launches are held at, as the table has it. */
function held(): unknown {
  const { cloud, rosterTableName: TableName } = application();
  const Key = { [rosterKeys.partitionKey]: { S: rosterKeys.pulse } };
  const { Item } = cloud.dynamodb.operations.GetItem.run({ TableName, Key }, cloud.administrator());
  return Item?.[rosterKeys.launchVersions];
}

/** Launches one instance, and returns the version that it got. */
async function launch(): Promise<string | undefined> {
  const [instance] = application().cloud.ec2.fleet.launch([specOf('amazonLinux2023', {})]);
  await application().pass(20);
  return versionOf(instance?.id ?? '');
}

/** Four instances with version 1, and then a deployment that makes version 2. */
beforeAll(async () => {
  application().cloud.ec2.fleet.launch(Array.from({ length: 4 }, () => specOf('amazonLinux2023', {})));
  await application().pass(20);
  await deployAgain(application());
});

describe('what launches get while a roll-out is under way', () => {
  it('is what was deployed last, unless the roll-out holds it back', async () => {
    expect(await launch()).toBe('2');
    const { stdout } = await muster('plan');
    expect(stdout).not.toContain('launches get');
  });

  it('is what most had before, until the last wave has ended well', async () => {
    const started = await muster('start', '--launches', 'earlier', ...quick, '--bake-minutes', '30', '--yes');
    expect(started).toMatchObject({ status: 0, stderr: '' });
    const told = `Until it is over launches get version 1 of ${document}; then they lack what it brings.`;
    expect(started.stdout).toContain(told);
    await application().pass(10);
    expect(await launch()).toBe('1');
    expect((await muster('watch', '--once')).stdout).toContain(told);
    expect((await application().musterAs('read', 'status')).stdout).toContain(told);
    await application().pass(120);
    expect(await muster('watch', '--once')).toMatchObject({ status: 0 });
    expect((await muster('watch', '--once')).stdout).not.toContain('launches get');
    expect(held()).toBeUndefined();
    expect(await launch()).toBe('2');
    const status = await application().musterAs('read', 'status');
    expect(status.stdout).toContain('1 onboarded instance has another version than was deployed last.');
  });

  it('is what was deployed last after an abort', async () => {
    expect((await muster('start', '--launches', 'earlier', ...quick, '--yes')).status).toBe(0);
    await application().pass(7);
    expect(held()).toBeDefined();
    expect((await muster('pause')).status).toBe(0);
    await application().pass(7);
    expect(held()).toBeDefined();
    expect(await launch()).toBe('1');
    expect((await muster('abort')).status).toBe(0);
    await application().pass(7);
    expect(held()).toBeUndefined();
    expect(await launch()).toBe('2');
  });

  it('is what was deployed last after a roll-back', async () => {
    expect(
      (await muster('start', '--launches', 'earlier', ...quick, '--bake-minutes', '0', '--yes')).status,
    ).toBe(0);
    await application().pass(60);
    expect((await muster('rollback', ...quick, '--bake-minutes', '0', '--yes')).status).toBe(0);
    await application().pass(60);
    expect(held()).toBeUndefined();
    expect(await launch()).toBe('2');
    expect(application().cloud.observations.deniedCalls).toBe(0);
  });

  it.each([
    [['--launches', 'oldest'], 'Allowed choices are newest, earlier'],
    [['--launches', 'earlier', '--not-adopted'], '--launches does not go with it'],
  ])('refuses %j', async (flags, message) => {
    expect(await muster('plan', ...flags)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(message),
    });
  });
});
