import { CreateTagsCommand, DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import {
  AddTagsToResourceCommand,
  GetInventoryCommand,
  ListInventoryEntriesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/mark-installed/mark-installed-handler.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { idOf, idsTo } from '../builders.ts';
import { aContext, captured } from '../invoke.ts';

const mocks = {
  ...{ ec2: mockClient(EC2Client), ssm: mockClient(SSMClient) },
  tagging: mockClient(ResourceGroupsTaggingAPIClient),
};
beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv(variableOf('prefix'), 'Muster');
  vi.stubEnv(variableOf('nodeArnPrefix'), 'arn:');
  const markers = [{ name: 'antivirus', applications: ['clamav*'] }];
  vi.stubEnv(variableOf('markers'), JSON.stringify(markers));
});
afterEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

const outsideId = 'mi-00000000000000009';
const [key, sinceKey] = ['Muster-Marker-antivirus', 'Muster-Marker-antivirus-since'];
const since = '2026-01-01T00:00:00Z';
const named = (name: string) => Object.assign(new Error(name), { name });

interface Account {
  readonly nodeIds: readonly string[];
  readonly holders: readonly string[];
  readonly tagged?: Readonly<Record<string, string>>;
}

/** An account in which `tagged` nodes have their tags already, and inventory knows every node. */
function answer({ nodeIds, holders, tagged = {} }: Account): void {
  const pagesOf =
    (ids: readonly string[]) =>
    ({ NextToken: token = '0' }: { NextToken?: string }) => {
      const end = Number(token) + 50;
      const Entities = ids.slice(Number(token), end).map((Id) => ({ Id }));
      return end < ids.length ? { Entities, NextToken: String(end) } : { Entities };
    };
  mocks.ssm.on(GetInventoryCommand).callsFake((input) => {
    const asksForHolders = JSON.stringify(input).includes('AWS:Application.Name');
    return pagesOf(asksForHolders ? holders : nodeIds)(input);
  });
  const Tags = Object.entries(tagged).flatMap(([ResourceId, Value]) => [
    { ResourceId, Key: key, Value },
    { ResourceId, Key: sinceKey, Value: since },
  ]);
  mocks.ec2
    .on(DescribeTagsCommand)
    .resolves({ Tags: Tags.filter(({ ResourceId: id }) => id.startsWith('i-')) });
  mocks.tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
  mocks.ssm
    .on(ListInventoryEntriesCommand)
    .resolves({ CaptureTime: '2026-01-02T00:00:00Z', Entries: [{ Name: 'bash' }] });
  mocks.ec2.on(CreateTagsCommand).resolves({});
  mocks.ssm.on(AddTagsToResourceCommand).resolves({});
}
const run = () => captured(() => handler({}, aContext()));
const countOf = () => Object.values(mocks).reduce((sum, mock) => sum + mock.calls().length, 0);

it('tags instances and nodes outside EC2, and says how many', async () => {
  answer({ nodeIds: [idOf(1), idOf(2), outsideId], holders: [idOf(1), outsideId] });
  const { lines } = await run();
  const created = mocks.ec2.commandCalls(CreateTagsCommand).map(({ args: [{ input }] }) => input);
  expect(created.map(({ Resources, Tags }) => [Resources, Tags?.[0]])).toEqual([
    [[idOf(1)], { Key: key, Value: 'has' }],
    [[idOf(2)], { Key: key, Value: 'has-not' }],
  ]);
  const added = mocks.ssm.commandCalls(AddTagsToResourceCommand)[0]?.args[0].input;
  expect(added).toMatchObject({
    ResourceId: outsideId,
    Tags: [{ Key: key, Value: 'has' }, { Key: sinceKey }],
  });
  expect(lines).toContainEqual(
    expect.objectContaining({
      ...{ message: 'marked', nodes: 3, changes: { 'first seen': 3 } },
      ...{ unknown: 0, refused: 0, ofServices: 0 },
    }),
  );
});

it('writes nothing and asks about nobody where the tags are right', async () => {
  const nodeIds = idsTo(1100);
  const holders = nodeIds.slice(0, 1000);
  const tagged = Object.fromEntries(nodeIds.map((id, at) => [id, at < 1000 ? 'has' : 'has-not']));
  answer({ nodeIds, holders, tagged });
  await run();
  // 22 pages of nodes, 20 of those that have it, and one of tags: EC2 would have three.
  expect(mocks.ssm.commandCalls(GetInventoryCommand)).toHaveLength(22 + 20);
  expect(countOf()).toBe(22 + 20 + 1);
});

it('sets the first tags of 1,000 nodes in five calls', async () => {
  const nodeIds = idsTo(1000);
  answer({ nodeIds, holders: nodeIds });
  await run();
  expect(mocks.ec2.commandCalls(CreateTagsCommand)).toHaveLength(5);
  expect(countOf()).toBe(20 + 20 + 1 + 5);
});

it('tells a node that could not get its tags, and leaves out one that a service of AWS manages', async () => {
  answer({ nodeIds: idsTo(3), holders: idsTo(3) });
  mocks.ec2.on(CreateTagsCommand).callsFake(({ Resources = [] }: { Resources?: string[] }) => {
    if (Resources.includes(idOf(2))) throw named('OperationNotPermitted');
    if (Resources.includes(idOf(3))) throw named('TagLimitExceeded');
    return {};
  });
  const { lines } = await run();
  expect(lines).toContainEqual(
    expect.objectContaining({ message: 'not marked', instanceId: idOf(3), code: 'TagLimitExceeded' }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ message: 'marked', refused: 1, ofServices: 1 }));
  expect(lines).toContainEqual(expect.objectContaining({ NodesUnmarked: 1 }));
});

it('tells nodes that inventory does not know, and tags none of them', async () => {
  answer({ nodeIds: idsTo(2), holders: [] });
  mocks.ssm.on(ListInventoryEntriesCommand).resolves({ Entries: [] });
  const { lines } = await run();
  expect(mocks.ec2.commandCalls(CreateTagsCommand)).toEqual([]);
  expect(lines).toContainEqual(expect.objectContaining({ level: 'WARN', examples: idsTo(2) }));
});

it('changes nothing when it cannot see who has the application', async () => {
  answer({ nodeIds: idsTo(2), holders: [] });
  mocks.ssm.on(GetInventoryCommand).callsFake((input) => {
    if (JSON.stringify(input).includes('AWS:Application.Name')) throw named('InternalServerError');
    return { Entities: [{ Id: idOf(1) }] };
  });
  await expect(run()).rejects.toThrow('InternalServerError');
  expect(mocks.ec2.commandCalls(CreateTagsCommand)).toEqual([]);
});
