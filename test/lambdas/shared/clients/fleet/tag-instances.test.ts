import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createInstanceTagging } from '../../../../../lambdas/shared/clients/fleet/tag-instances.ts';
import { idOf, idsTo } from '../../../builders.ts';

const ec2 = mockClient(EC2Client);
afterEach(() => ec2.reset());
afterAll(() => ec2.restore());
const tagging = createInstanceTagging(new EC2Client({ region: 'eu-west-1' }));
const tags = { Role: 'web', Rack: '7' };
const named = (name: string) => Object.assign(new Error(name), { name });
const sizes = () =>
  ec2.commandCalls(CreateTagsCommand).map(({ args: [{ input }] }) => input.Resources?.length);

it('sets tags on 200 instances a call, and makes no call for none', async () => {
  ec2.on(CreateTagsCommand).resolves({});
  expect(await tagging.set(tags, idsTo(401))).toEqual(new Map());
  expect(sizes()).toEqual([200, 200, 1]);
  expect(ec2.commandCalls(CreateTagsCommand)[0]?.args[0].input.Tags).toEqual([
    { Key: 'Role', Value: 'web' },
    { Key: 'Rack', Value: '7' },
  ]);
  ec2.resetHistory();
  await tagging.set(tags, []);
  expect(sizes()).toEqual([]);
});

it('removes tags whatever their values', async () => {
  ec2.on(DeleteTagsCommand).resolves({});
  await tagging.remove(['Role', 'Rack'], [idOf(1)]);
  expect(ec2.commandCalls(DeleteTagsCommand)[0]?.args[0].input).toEqual({
    Resources: [idOf(1)],
    Tags: [{ Key: 'Role' }, { Key: 'Rack' }],
  });
});

it('asks again in halves when one instance refuses the call, and tells that one', async () => {
  const [full, gone] = [idOf(3), idOf(6)];
  ec2.on(CreateTagsCommand).callsFake(({ Resources = [] }: { Resources?: string[] }) => {
    if (Resources.includes(gone)) throw named('InvalidInstanceID.NotFound');
    if (Resources.includes(full)) throw named('TagLimitExceeded');
    return {};
  });
  expect(await tagging.set(tags, idsTo(8))).toEqual(new Map([[full, 'TagLimitExceeded']]));
  expect(sizes()).toEqual([8, 4, 2, 2, 1, 1, 4, 2, 1, 1, 2]);
});

it.each(['UnauthorizedOperation', 'RequestLimitExceeded'])('fails as a whole for %s', async (name) => {
  ec2.on(CreateTagsCommand).rejects(named(name));
  await expect(tagging.set(tags, idsTo(8))).rejects.toThrow(name);
  expect(sizes()).toEqual([8]);
});
