import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/mark-patchable/mark-patchable-handler.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { idOf } from '../builders.ts';
import { aContext, captured } from '../invoke.ts';

const mocks = { ec2: mockClient(EC2Client), ssm: mockClient(SSMClient) };
beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv(variableOf('patchableTag'), 'Muster-Patchable');
  vi.stubEnv(variableOf('nodeArnPrefix'), 'arn:');
});
afterEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

function answer(): void {
  const node = (id: number, tags: Readonly<Record<string, string>>) => ({
    ...{ InstanceId: idOf(id), State: { Name: 'running' as const }, LaunchTime: new Date(0) },
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
  const cluster = { 'aws:elasticmapreduce:job-flow-id': 'j-1', 'Muster-Patchable': 'in-patch-group' };
  const Instances = [node(1, { PatchGroup: 'web' }), node(2, cluster), node(3, {})];
  mocks.ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances }] });
  mocks.ec2.on(CreateTagsCommand).resolves({});
  mocks.ec2.on(DeleteTagsCommand).resolves({});
  mocks.ssm.on(DescribeInstanceInformationCommand).resolves({ InstanceInformationList: [] });
}

it('takes the mark from nodes of EMR before it marks the others, and says how many', async () => {
  answer();
  const { lines } = await captured(() => handler({}, aContext()));
  const written = mocks.ec2.calls().flatMap(({ args: [{ input }] }) => ('Tags' in input ? [input] : []));
  expect(written).toEqual([
    { Resources: [idOf(2)], Tags: [{ Key: 'Muster-Patchable' }] },
    { Resources: [idOf(1)], Tags: [{ Key: 'Muster-Patchable', Value: 'in-patch-group' }] },
    { Resources: [idOf(3)], Tags: [{ Key: 'Muster-Patchable', Value: 'in-no-patch-group' }] },
  ]);
  expect(lines).toContainEqual(
    expect.objectContaining({ message: 'marked', marked: 2, unmarked: 1, tooYoung: 0, refused: 0 }),
  );
});

it('marks nobody when a node of EMR could not lose its mark because the call failed', async () => {
  answer();
  mocks.ec2.on(DeleteTagsCommand).rejects(new Error('UnauthorizedOperation'));
  await expect(captured(() => handler({}, aContext()))).rejects.toThrow('UnauthorizedOperation');
  expect(mocks.ec2.commandCalls(CreateTagsCommand)).toEqual([]);
});

it('tells an instance that could not be marked, and counts it', async () => {
  answer();
  mocks.ec2
    .on(CreateTagsCommand, { Resources: [idOf(3)] })
    .rejects(Object.assign(new Error('full'), { name: 'TagLimitExceeded' }));
  const { lines } = await captured(() => handler({}, aContext()));
  expect(lines).toContainEqual(
    expect.objectContaining({ message: 'not marked', instanceId: idOf(3), code: 'TagLimitExceeded' }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ message: 'marked', marked: 1, refused: 1 }));
  expect(lines).toContainEqual(expect.objectContaining({ NodesUnmarked: 1 }));
});
