import {
  AddTagsToResourceCommand,
  DescribeInstanceInformationCommand,
  ListTagsForResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createNodeMarks } from '../../../lambdas/mark-patchable/node-marks-client.ts';

const ssm = mockClient(SSMClient);
afterEach(() => ssm.reset());
afterAll(() => ssm.restore());
const marks = createNodeMarks('Muster-Patchable', new SSMClient({ region: 'eu-west-1' }));
const named = (name: string) => Object.assign(new Error(name), { name });
const nodeId = (number: number) => `mi-${String(number).padStart(17, '0')}`;

function answer(...tags: readonly Readonly<Record<string, string>>[]): void {
  const nodes = tags.map((_, at) => ({ InstanceId: nodeId(at) }));
  ssm.on(DescribeInstanceInformationCommand).resolves({ InstanceInformationList: nodes });
  for (const [at, each] of tags.entries())
    ssm
      .on(ListTagsForResourceCommand, { ResourceId: nodeId(at), ResourceType: 'ManagedInstance' })
      .resolves({ TagList: Object.entries(each).map(([Key, Value]) => ({ Key, Value })) });
  ssm.on(AddTagsToResourceCommand).resolves({});
}

it('makes one call in an account without nodes outside EC2', async () => {
  answer();
  expect(await marks.mark()).toEqual({ marked: 0, refused: new Map() });
  expect(ssm.calls()).toHaveLength(1);
  expect(ssm.commandCalls(DescribeInstanceInformationCommand)[0]?.args[0].input.Filters).toEqual([
    { Key: 'ResourceType', Values: ['ManagedInstance'] },
  ]);
});

it('marks those whose mark is not right, by their patch group', async () => {
  answer({ PatchGroup: 'web' }, {}, { 'Muster-Patchable': 'in-no-patch-group' });
  expect(await marks.mark()).toEqual({ marked: 2, refused: new Map() });
  const set = ssm.commandCalls(AddTagsToResourceCommand).map(({ args: [{ input }] }) => input);
  expect(set.map(({ ResourceId, Tags }) => [ResourceId, Tags?.[0]?.Value])).toEqual([
    [nodeId(0), 'in-patch-group'],
    [nodeId(1), 'in-no-patch-group'],
  ]);
});

it('tells a node that has too many tags, and leaves out one that was deregistered', async () => {
  answer({}, {}, {});
  ssm.on(AddTagsToResourceCommand, { ResourceId: nodeId(0) }).rejects(named('TooManyTagsError'));
  ssm.on(ListTagsForResourceCommand, { ResourceId: nodeId(1) }).rejects(named('InvalidResourceId'));
  expect(await marks.mark()).toEqual({ marked: 1, refused: new Map([[nodeId(0), 'TooManyTagsError']]) });
});

it('fails when it may not look', async () => {
  answer({});
  ssm.on(ListTagsForResourceCommand).rejects(named('AccessDeniedException'));
  await expect(marks.mark()).rejects.toThrow('AccessDeniedException');
});
