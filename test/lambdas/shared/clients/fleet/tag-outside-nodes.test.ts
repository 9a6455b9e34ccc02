import {
  AddTagsToResourceCommand,
  DescribeInstanceInformationCommand,
  ListTagsForResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createOutsideTagging } from '../../../../../lambdas/shared/clients/fleet/tag-outside-nodes.ts';

const ssm = mockClient(SSMClient);
afterEach(() => ssm.reset());
afterAll(() => ssm.restore());
const tagging = createOutsideTagging(new SSMClient({ region: 'eu-west-1' }));
const named = (name: string) => Object.assign(new Error(name), { name });
const nodeId = (number: number) => `mi-${String(number).padStart(17, '0')}`;
const resource = (number: number) => ({ ResourceId: nodeId(number), ResourceType: 'ManagedInstance' as const });

it('lists the nodes outside EC2 in one call, and nothing else', async () => {
  ssm.on(DescribeInstanceInformationCommand).resolves({
    InstanceInformationList: [{ InstanceId: nodeId(0) }, { InstanceId: 'i-00000000000000001' }],
  });
  expect(await tagging.list()).toEqual([nodeId(0)]);
  expect(ssm.calls()).toHaveLength(1);
  expect(ssm.commandCalls(DescribeInstanceInformationCommand)[0]?.args[0].input.Filters).toEqual([
    { Key: 'ResourceType', Values: ['ManagedInstance'] },
  ]);
});

it('reads the tags of each node, and leaves out one that was deregistered', async () => {
  const TagList = [{ Key: 'Role', Value: 'web' }];
  ssm.on(ListTagsForResourceCommand, resource(0)).resolves({ TagList });
  ssm.on(ListTagsForResourceCommand, resource(1)).resolves({});
  ssm.on(ListTagsForResourceCommand, resource(2)).rejects(named('InvalidResourceId'));
  expect(await tagging.read([0, 1, 2].map(nodeId))).toEqual(
    new Map([
      [nodeId(0), { Role: 'web' }],
      [nodeId(1), {}],
    ]),
  );
});

it('sets tags, tells a node that has too many, and leaves out one that was deregistered', async () => {
  ssm.on(AddTagsToResourceCommand).resolves({});
  ssm.on(AddTagsToResourceCommand, resource(0)).rejects(named('TooManyTagsError'));
  ssm.on(AddTagsToResourceCommand, resource(1)).rejects(named('InvalidResourceId'));
  const refused = await tagging.set({ Role: 'web', Rack: '7' }, [0, 1, 2].map(nodeId));
  expect(refused).toEqual(new Map([[nodeId(0), 'TooManyTagsError']]));
  expect(ssm.commandCalls(AddTagsToResourceCommand)[2]?.args[0].input).toEqual({
    ...resource(2),
    Tags: [
      { Key: 'Role', Value: 'web' },
      { Key: 'Rack', Value: '7' },
    ],
  });
});

it.each([
  ['look', () => tagging.read([nodeId(0)])],
  ['change', () => tagging.set({ Role: 'web' }, [nodeId(0)])],
])('fails when it may not %s', async (_, call) => {
  ssm.onAnyCommand().rejects(named('AccessDeniedException'));
  await expect(call()).rejects.toThrow('AccessDeniedException');
});
