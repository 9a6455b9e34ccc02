import {
  CreateGroupCommand,
  DeleteGroupCommand,
  ListGroupResourcesCommand,
  paginateListGroupResources,
  ResourceGroupsClient,
} from '@aws-sdk/client-resource-groups';
import { beforeAll, describe, expect, it } from 'vitest';
import { serveCloud } from '../../served-cloud.ts';
import { spec } from '../ec2/pretend-world.ts';

const served = serveCloud();
const client = () => new ResourceGroupsClient(served().settings);
const instanceType = 'AWS::EC2::Instance';

const create = (Name: string, query: unknown) =>
  client().send(
    new CreateGroupCommand({
      Name,
      ResourceQuery: { Type: 'TAG_FILTERS_1_0', Query: JSON.stringify(query) },
    }),
  );
const byTags = (tags: Readonly<Record<string, readonly string[]>>, ...types: readonly string[]) => ({
  ResourceTypeFilters: types.length === 0 ? ['AWS::AllSupported'] : types,
  TagFilters: Object.entries(tags).map(([Key, Values]) => ({ Key, Values })),
});

/** The names of a group's instances. */
async function membersOf(Group: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { Resources = [] } of paginateListGroupResources({ client: client() }, { Group }))
    ids.push(...Resources.map(({ Identifier }) => Identifier?.ResourceArn?.split('/').at(-1) ?? ''));
  const { fleet } = served().cloud.ec2;
  return ids.map((id) => fleet.find(id)?.tags(served().cloud.timeline.nowMs)['Name'] ?? id).toSorted();
}

beforeAll(async () => {
  const tagged = (Name: string, tags: Readonly<Record<string, string>>) => spec({ tags: { Name, ...tags } });
  served().cloud.ec2.fleet.launch([
    tagged('web-1', { role: 'web', stage: 'prod' }),
    tagged('web-2', { role: 'web', stage: 'test' }),
    tagged('db-1', { role: 'db', stage: 'prod' }),
  ]);
  await served().pass(60);
});

describe('a group by tags', () => {
  it('has what has every key of its query, with one of the values', async () => {
    const { Group } = await create('prod', byTags({ role: ['web', 'db'], stage: ['prod'] }));
    expect(Group?.GroupArn).toMatch(/^arn:aws:resource-groups:[\w-]+:\d{12}:group\/prod$/);
    expect(await membersOf('prod')).toEqual(['db-1', 'web-1']);
    expect(await membersOf(Group?.GroupArn ?? '')).toEqual(['db-1', 'web-1']);
    await create('with-a-role', byTags({ role: [] }));
    expect(await membersOf('with-a-role')).toEqual(['db-1', 'web-1', 'web-2']);
    await create('buckets', byTags({ role: [] }, 'AWS::S3::Bucket'));
    expect(await membersOf('buckets')).toEqual([]);
  });

  it('is read in pages, and by types', async () => {
    const first = await client().send(new ListGroupResourcesCommand({ Group: 'prod', MaxResults: 1 }));
    expect(first.Resources).toHaveLength(1);
    expect(first.ResourceIdentifiers).toEqual(first.Resources?.map(({ Identifier }) => Identifier));
    const { NextToken } = first;
    const second = await client().send(
      new ListGroupResourcesCommand({ Group: 'prod', MaxResults: 1, NextToken }),
    );
    expect(second.Resources?.map(({ Identifier }) => Identifier?.ResourceType)).toEqual([instanceType]);
    expect(second.NextToken).toBeUndefined();
    const ofBuckets = new ListGroupResourcesCommand({
      Group: 'prod',
      Filters: [{ Name: 'resource-type', Values: ['AWS::S3::Bucket'] }],
    });
    expect((await client().send(ofBuckets)).Resources).toEqual([]);
    const ofOthers = new ListGroupResourcesCommand({
      Group: 'buckets',
      Filters: [{ Name: 'resource-type', Values: [instanceType] }],
    });
    await expect(client().send(ofOthers)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('The resource types specified as filters'),
    });
  });

  it('is refused under a name that is taken or reserved, and with another query', async () => {
    await expect(create('prod', byTags({}))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Cannot create group: group already exists',
    });
    await expect(create('awsome', byTags({}))).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(create('a b', byTags({}))).rejects.toMatchObject({ name: 'BadRequestException' });
    const wrong = [
      ...['[]', {}, { ...byTags({}), More: 1 }, { ResourceTypeFilters: [], TagFilters: [] }],
      { ResourceTypeFilters: [instanceType], TagFilters: [{ Values: [] }] },
      { ResourceTypeFilters: [instanceType], TagFilters: [{ Key: 'a', Values: 'b' }] },
    ];
    for (const query of wrong)
      await expect(create('wrong', query)).rejects.toMatchObject({
        name: 'BadRequestException',
        message: expect.stringContaining('Query not valid'),
      });
  });

  it('is gone once it is deleted, and its members stay', async () => {
    await client().send(new DeleteGroupCommand({ Group: 'prod' }));
    await expect(membersOf('prod')).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client().send(new DeleteGroupCommand({ Group: 'prod' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    expect(await membersOf('with-a-role')).toHaveLength(3);
  });
});
