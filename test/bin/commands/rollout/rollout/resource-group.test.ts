import { CreateTagsCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { sdkSettings } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { newVersion } from '../../../../../simulator/rollouts/new-version.ts';
import { specOf } from '../../../../end-to-end/application.ts';
import { putGroup } from '../../../account/prepared-cloud.ts';
import { serveApplication } from '../../../account/served-application.ts';

const document = 'Muster-InstallAgentLinux';
const application = serveApplication();
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const newest = ['--document', document, '--document-version', '2'];
const quick = [
  '--waves',
  '100%',
  '--group-cap',
  '100%',
  '--zone-cap',
  '100%',
  '--bake-minutes',
  '0',
  '--yes',
];

const idsOf = (team: string) =>
  [...application().cloud.ec2.fleet.from(0)]
    .filter((instance) => instance.tags(application().cloud.timeline.nowMs)['team'] === team)
    .map(({ id }) => id);
const versionOf = (id: string | undefined) =>
  application()
    .roster()
    .get(id ?? '')?.['documentVersion'];

/** Three instances of one team, two of another, a volume of the first, and a new version of the document. */
beforeAll(async () => {
  const { cloud } = application();
  const tagged = (team: string) => specOf('amazonLinux2023', { tags: { team } });
  cloud.ec2.fleet.launch([...['shop', 'shop', 'shop'].map(tagged), ...['pay', 'pay'].map(tagged)]);
  const Tags = [{ Key: 'team', Value: 'shop' }];
  await new EC2Client(sdkSettings(cloud)).send(
    new RunInstancesCommand({
      ...{ ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 },
      TagSpecifications: [{ ResourceType: 'volume', Tags }],
    }),
  );
  await application().pass(30);
  await newVersion(cloud, document);
  putGroup(cloud, 'shop', ['team', 'shop']);
  putGroup(cloud, 'nobody', ['team', 'none']);
});

describe('a roll-out over a resource group', () => {
  it('is for its instances alone, and tells what else is in it', async () => {
    const look = (...args: readonly string[]) => application().musterAs('read', 'rollout', 'plan', ...args);
    const { status, lines, stdout } = await look('--resource-group', 'shop', ...newest);
    expect([status, lines[0]]).toEqual([0, expect.stringMatching(/ is for 3 instances\.$/)]);
    expect(stdout).toContain('\nLeft out:\n  1 of the resource group is no EC2 instance\n');
    const [mine = ''] = idsOf('shop');
    const [other = ''] = idsOf('pay');
    const both = await look(mine, other, '--resource-group', 'shop', ...newest, '--json');
    expect(JSON.parse(both.stdout)).toMatchObject({ members: [{ instanceId: mine }], otherResources: 1 });
  });

  it('keeps to who was in it when it started', async () => {
    const { cloud } = application();
    const shop = idsOf('shop');
    const [late = '', never = ''] = idsOf('pay');
    const started = await muster('start', '--resource-group', 'shop', ...newest, ...quick);
    expect(started).toMatchObject({ status: 0, stderr: '' });
    await new EC2Client(sdkSettings(cloud)).send(
      new CreateTagsCommand({ Resources: [late], Tags: [{ Key: 'team', Value: 'shop' }] }),
    );
    await application().pass(60);
    const watched = await muster('watch', '--json');
    expect(JSON.parse(watched.stdout)).toMatchObject({ progress: { status: 'done', counts: { done: 3 } } });
    expect(shop.map(versionOf)).toEqual(['2', '2', '2']);
    expect([versionOf(late), versionOf(never)]).toEqual(['1', '1']);
    expect(cloud.observations.deniedCalls).toBe(0);
  });

  it.each([
    ['none', 'there is no such group in this account and region'],
    ['nobody', 'it is empty'],
    ['a b', 'allowed is the name or the ARN of a resource group'],
  ])('is refused for the group %s', async (name, message) => {
    expect(await muster('plan', '--resource-group', name)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`--resource-group ${name}: ${message}`),
    });
  });

  it('may have instances that ran before Muster', async () => {
    const { status, stdout } = await muster('plan', '--not-adopted', '--resource-group', 'shop');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Nobody lacks anything')]);
  });

  it('names the policy that a caller lacks', async () => {
    const { cloud } = application();
    const role = cloud.iam.directory.role('operator-read');
    const Statement = [{ Effect: 'Deny', Action: 'tag:GetResources', Resource: '*' }];
    cloud.access.attachToRole(role.arn, 'forbidden', { Version: '2012-10-17', Statement });
    const args = ['rollout', 'plan', '--resource-group', 'shop'];
    const { status, stderr } = await application().musterAs('read', ...args);
    cloud.access.detachFromRole(role.arn, 'forbidden');
    expect([status, stderr]).toEqual([2, expect.stringContaining('may not do tag:GetResources')]);
    expect(stderr).toContain('attach the policy of /muster/operators/read-policy-arn');
  });
});
