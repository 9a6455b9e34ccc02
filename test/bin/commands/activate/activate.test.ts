import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambdas/shared/clients/system-clock.ts';
import { specOf } from '../../../end-to-end/application.ts';
import { assemblyFolderWith } from '../../../synthesized.ts';
import { serveApplication } from '../../account/served-application.ts';

const activations = { office: { limit: 3, expiresAfterHours: 48, tags: { site: 'berlin' } } };
const served = serveApplication(() => assemblyFolderWith({ hybrid: { activations } }), ['hybrid']);

beforeEach(() => {
  vi.spyOn(systemClock, 'now').mockImplementation(() => served().cloud.timeline.nowMs);
});
afterEach(() => vi.restoreAllMocks());

const activate = (...args: readonly string[]) => served().musterAs('activate', 'activate', ...args);
const made = () => {
  const { cloud } = served();
  const { ActivationList = [] } = cloud.ssm.operations.DescribeActivations.run({}, cloud.administrator());
  return ActivationList;
};

it('makes what the configuration names, and prints its code once: nothing in the account shows it', async () => {
  const { status, stdout, stderr } = await activate('office');
  expect(status).toBe(0);
  const { cloud } = served();
  expect(made()).toMatchObject([
    {
      ...{ RegistrationLimit: 3, DefaultInstanceName: 'office', Tags: [{ Key: 'site', Value: 'berlin' }] },
      ExpirationDate: new Date(cloud.timeline.nowMs + 48 * 3_600_000),
    },
  ]);
  const [, code = '-'] = /-activation-code "([^"]+)"/.exec(stdout) ?? [];
  expect(stdout).toContain('Linux:\nsudo sh -c ');
  expect(stderr).toContain('3 machines, until ');
  expect(stderr).not.toContain(code);
  expect(JSON.stringify(cloud.ssm.parameters.map(({ versions }) => versions))).not.toContain(code);
});

it('flags outweigh the configuration, and add tags', async () => {
  const flags = ['--limit', '1', '--hours', '2', '--tag', 'role=till', '--node-name', 'till-7'];
  expect((await activate('office', ...flags)).status).toBe(0);
  expect(made().at(-1)).toMatchObject({
    ...{ RegistrationLimit: 1, DefaultInstanceName: 'till-7' },
    Tags: [
      { Key: 'site', Value: 'berlin' },
      { Key: 'role', Value: 'till' },
    ],
  });
});

it('needs no name: one machine in a day, without tags', async () => {
  expect((await activate()).status).toBe(0);
  expect(made().at(-1)).toMatchObject({ RegistrationLimit: 1, Tags: [] });
});

it('refuses a name that is not deployed, and makes nothing', async () => {
  const before = made().length;
  const { status, stderr } = await activate('depot');
  expect([status, stderr]).toEqual([2, 'muster: depot: no such activation is deployed; there are: office\n']);
  expect(made()).toHaveLength(before);
});

it('says when the standard tier has no room for all of the machines', async () => {
  const { stderr } = await activate('--limit', '1000');
  expect(stderr).not.toContain('standard tier');
  const { cloud, pass } = served();
  const { machines, operations } = cloud.ssm;
  const [last] = made().slice(-1);
  const { ActivationCode: activationCode = '', ActivationId: activationId = '' } =
    operations.CreateActivation.run(
      { IamRole: last?.IamRole ?? '', RegistrationLimit: 1 },
      cloud.administrator(),
    );
  machines.register(
    { spec: specOf('debian12'), computerName: 'a', ipAddress: '192.0.2.1' },
    { activationCode, activationId, region: cloud.region },
  );
  await pass(5);
  const full = await activate('--limit', '1000');
  expect(full.stderr).toContain(
    '1 nodes are registered, and the standard tier takes 1000: 999 of these 1000',
  );
  const SettingId = '/ssm/managed-instance/activation-tier';
  operations.UpdateServiceSetting.run({ SettingId, SettingValue: 'advanced' }, cloud.administrator());
  expect((await activate()).stderr).toContain('The advanced-instances tier is on');
});
