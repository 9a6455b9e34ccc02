import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createManagedInstances } from '../../../../../lambdas/shared/clients/fleet/managed-instances.ts';
import {
  createOutsideNodes,
  withOutside,
} from '../../../../../lambdas/shared/clients/fleet/outside-nodes.ts';
import { anInstance, idOf, nodeIdOf } from '../../../builders.ts';

const ssm = mockClient(SSMClient);
const tagging = mockClient(ResourceGroupsTaggingAPIClient);
beforeEach(() => {
  ssm.reset();
  tagging.reset();
});
afterAll(() => {
  ssm.restore();
  tagging.restore();
});

const arnPrefix = 'arn:aws:ssm:eu-west-1:111111111111:managed-instance/';
const RegistrationDate = new Date(1_000);
const information = (number: number) => ({
  ...({
    InstanceId: nodeIdOf(number),
    PingStatus: 'Online',
    PlatformType: 'Linux',
    PlatformName: 'Debian',
  } as const),
  ...({ ResourceType: 'ManagedInstance', IamRole: 'service-role/nodes', Name: 'berlin' } as const),
  RegistrationDate,
});
const mapping = (number: number) => ({
  ResourceARN: `${arnPrefix}${nodeIdOf(number)}`,
  Tags: [{ Key: 'role', Value: 'web' }],
});
const nodes = () => createOutsideNodes({ arnPrefix }, createManagedInstances());

it('lists every node as an instance that runs since its registration, with its tags', async () => {
  ssm
    .on(DescribeInstanceInformationCommand)
    .resolves({ InstanceInformationList: [information(1), information(2)] });
  tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [mapping(1)], PaginationToken: '' });
  const found = await nodes().list();
  const [one, two] = [found.get(nodeIdOf(1)), found.get(nodeIdOf(2))];
  expect(one).toMatchObject({ state: 'running', launchedAtMs: 1_000, tags: { role: 'web' } });
  expect(one?.outside).toMatchObject({ isOnline: true, registration: { roleName: 'nodes', name: 'berlin' } });
  expect(two?.tags).toEqual({}); // it never had a tag
  const [list] = ssm.commandCalls(DescribeInstanceInformationCommand);
  expect(list?.args[0].input.Filters).toEqual([{ Key: 'ResourceType', Values: ['ManagedInstance'] }]);
});

it('asks for 100 nodes of a list by one question each, and not at all for nobody', async () => {
  ssm.on(DescribeInstanceInformationCommand).resolves({ InstanceInformationList: [information(1)] });
  tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [mapping(1)] });
  const ids = Array.from({ length: 100 }, (_, number) => nodeIdOf(number));
  expect([...(await nodes().describe(ids)).keys()]).toEqual([nodeIdOf(1)]);
  expect(await nodes().describe([])).toEqual(new Map());
  expect(ssm.calls()).toHaveLength(1);
  expect(tagging.commandCalls(GetResourcesCommand).map(({ args }) => args[0].input)).toEqual([
    { ResourceARNList: [`${arnPrefix}${nodeIdOf(1)}`] },
  ]);
});

it('asks nobody without settings', async () => {
  const off = createOutsideNodes(null, createManagedInstances());
  expect([await off.list(), await off.describe([nodeIdOf(1)])]).toEqual([new Map(), new Map()]);
  expect([ssm.calls(), tagging.calls()]).toEqual([[], []]);
});

it('stands beside the instances of EC2, and EC2 is asked for its own alone', async () => {
  const asked: string[][] = [];
  const none = async () => new Map();
  const fleet = withOutside(
    {
      describe: async (ids) => {
        asked.push([...ids]);
        return new Map(ids.map((instanceId) => [instanceId, anInstance({ instanceId })]));
      },
      ...{ describeAll: none, listStates: none },
    },
    { list: none, describe: async (ids) => new Map(ids.map((id) => [id, anInstance({ instanceId: id })])) },
  );
  expect([...(await fleet.describe([nodeIdOf(1), idOf(1)])).keys()].sort()).toEqual([idOf(1), nodeIdOf(1)]);
  expect(asked).toEqual([[idOf(1)]]);
});
