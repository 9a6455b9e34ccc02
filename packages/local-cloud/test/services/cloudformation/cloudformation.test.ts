import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { createStack, deleteStack, updateStack } from '../../../src/deployment/deploy-stack.ts';
import { newCloud, stackOf } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();
const client = () => new CloudFormationClient(served().settings);
const idPattern = /^arn:aws:cloudformation:eu-west-1:0{12}:stack\/Test\/[0-9a-f-]{36}$/;

describe('a deployed stack', () => {
  it('is described by its name and by its id', async () => {
    const all = await client().send(new DescribeStacksCommand({}));
    expect(all.Stacks).toMatchObject([{ StackName: 'Test', StackStatus: 'CREATE_COMPLETE' }]);
    const [{ StackId = '' } = {}] = all.Stacks ?? [];
    expect(StackId).toMatch(idPattern);
    expect((await client().send(new DescribeStacksCommand({ StackName: StackId }))).Stacks).toEqual(
      all.Stacks,
    );
  });

  it('lists its resources, each with its physical id', async () => {
    const { StackResources = [] } = await client().send(
      new DescribeStackResourcesCommand({ StackName: 'Test' }),
    );
    expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId).sort()).toEqual([
      ...['Queue', 'QueuePolicy', 'Rule', 'Table', 'Topic'],
    ]);
    const queue = { LogicalResourceId: 'Queue', PhysicalResourceId: served().queueUrl };
    expect(StackResources).toContainEqual(
      expect.objectContaining({
        ...queue,
        ResourceType: 'AWS::SQS::Queue',
        ResourceStatus: 'CREATE_COMPLETE',
      }),
    );
    const one = { StackName: 'Test', LogicalResourceId: 'Queue' };
    const { StackResourceDetail } = await client().send(new DescribeStackResourceCommand(one));
    expect(StackResourceDetail).toMatchObject(queue);
    const listed = await client().send(new ListStackResourcesCommand({ StackName: 'Test' }));
    expect(listed.StackResourceSummaries).toHaveLength(5);
  });

  it('is found by a physical id', async () => {
    const sent = { PhysicalResourceId: served().queueUrl, LogicalResourceId: 'Table' };
    const { StackResources } = await client().send(new DescribeStackResourcesCommand(sent));
    expect(StackResources).toMatchObject([{ StackName: 'Test', PhysicalResourceId: 'Things' }]);
  });

  it('shows its template and its events, the latest first', async () => {
    const { TemplateBody = '' } = await client().send(new GetTemplateCommand({ StackName: 'Test' }));
    expect(Object.keys(JSON.parse(TemplateBody).Resources)).toContain('Queue');
    const { StackEvents = [] } = await client().send(new DescribeStackEventsCommand({ StackName: 'Test' }));
    const shown = StackEvents.map(
      ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`,
    );
    expect([shown[0], shown.at(-1)]).toEqual(['Test CREATE_COMPLETE', 'Test CREATE_IN_PROGRESS']);
    // Each of the five resources begins, is there, and is complete.
    expect(shown).toHaveLength(2 + 5 * 3);
    expect(StackEvents.at(-1)?.ResourceStatusReason).toBe('User Initiated');
  });

  it.each([
    [
      'a stack that is not there',
      () => client().send(new DescribeStacksCommand({ StackName: 'no' })),
      'Stack with id no does not exist',
    ],
    [
      'neither a stack nor an id',
      () => client().send(new DescribeStackResourcesCommand({})),
      'You must specify either StackName or',
    ],
    [
      'a resource that is not there',
      () => client().send(new DescribeStackResourceCommand({ StackName: 'Test', LogicalResourceId: 'No' })),
      'Resource No does not exist for stack Test',
    ],
  ])('refuses %s', async (_, send, message) => {
    await expect(send()).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message),
    });
  });

  it('refuses a status that there is not', async () => {
    const { status, body } = served().cloud.gateway.serve(
      {
        ...{ method: 'POST', host: 'cloudformation.eu-west-1.amazonaws.com', path: '/', headers: {} },
        body: 'Action=ListStacks&Version=2010-05-15&StackStatusFilter.member.1=GONE',
      },
      { kind: 'administrator' },
    );
    expect([status, body]).toEqual([400, expect.stringContaining("Value '[GONE]' at 'stackStatusFilter'")]);
  });
});

describe('the record of a stack', () => {
  const broken = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a', Type: 'Bogus', Value: 'x' } };
  const topic = (name: string) => ({ [name]: { Type: 'AWS::SNS::Topic', Properties: {} } });

  it('follows its updates and its deletion', async () => {
    const { cloud } = newCloud();
    const { stacks } = cloud.cloudformation;
    const source = stackOf({ ...topic('First'), ...topic('Second') });
    const template = {
      Resources: topic('First'),
      Outputs: { Name: { Value: 'x', Description: 'd' } },
    };
    const created = await createStack(cloud, source);
    const { stack } = await updateStack(cloud, created.stack, { ...source, template });
    const updated = stacks.find('Test');
    expect(updated).toMatchObject({
      status: 'UPDATE_COMPLETE',
      declaredOutputs: [{ name: 'Name', value: 'x', description: 'd' }],
    });
    expect(stacks.resources(updated).map(({ logicalId }) => logicalId)).toEqual(['First']);
    const [{ stackId } = { stackId: '' }] = stacks.all();
    await deleteStack(cloud, stack);
    expect(() => stacks.find('Test')).toThrow('Stack with id Test does not exist');
    const deleted = stacks.find(stackId);
    expect([deleted.status, stacks.deletedMs(deleted)]).toEqual(['DELETE_COMPLETE', expect.any(Number)]);
    expect(stacks.resources(deleted)).toMatchObject([{ logicalId: 'First', status: 'DELETE_COMPLETE' }]);
  });

  it('shows the physical resource that stands after a replacement, not the one that was removed', async () => {
    const { cloud } = newCloud();
    const { stacks } = cloud.cloudformation;
    const named = (TopicName: string) => ({ Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName } } });
    const first = await createStack(cloud, stackOf(named('one')));
    await updateStack(cloud, first.stack, stackOf(named('two')));
    expect(stacks.resources(stacks.find('Test'))).toMatchObject([
      { status: 'UPDATE_COMPLETE', physicalId: expect.stringMatching(/:two$/) },
    ]);
  });

  it('has what stands after an update that was rolled back', async () => {
    const { cloud } = newCloud();
    const { stacks } = cloud.cloudformation;
    const first = await createStack(cloud, stackOf(topic('First')));
    await updateStack(cloud, first.stack, stackOf({ ...topic('First'), ...topic('Second'), Broken: broken }));
    const stack = stacks.find('Test');
    expect([stack.status, stacks.resources(stack).map(({ logicalId }) => logicalId)]).toEqual([
      'UPDATE_ROLLBACK_COMPLETE',
      ['First'],
    ]);
    expect(stacks.events(stack)).toContainEqual(
      expect.objectContaining({ logicalId: 'Broken', status: 'CREATE_FAILED', reason: stack.reason }),
    );
  });

  it('keeps a deleted stack by its id, beside a new one of its name', async () => {
    const { cloud } = newCloud();
    const { stacks } = cloud.cloudformation;
    const first = await createStack(cloud, stackOf(topic('First')));
    await deleteStack(cloud, first.stack);
    const second = await createStack(cloud, stackOf(topic('First')));
    expect(stacks.all().map(({ stackId, status }) => [stackId, status])).toEqual([
      [second.stack.stackId, 'CREATE_COMPLETE'],
      [first.stack.stackId, 'DELETE_COMPLETE'],
    ]);
    expect(stacks.standing()).toHaveLength(1);
  });

  it('says why a creation was rolled back', async () => {
    const { cloud } = newCloud();
    const { stacks } = cloud.cloudformation;
    const { status } = await createStack(cloud, stackOf({ ...topic('First'), Broken: broken }));
    expect(status).toBe('ROLLBACK_COMPLETE');
    const { reason = '' } = stacks.find('Test');
    expect(reason).not.toBe('');
    expect(stacks.events(stacks.find('Test'))).toContainEqual(
      expect.objectContaining({ logicalId: 'Broken', status: 'CREATE_FAILED', reason }),
    );
  });
});
