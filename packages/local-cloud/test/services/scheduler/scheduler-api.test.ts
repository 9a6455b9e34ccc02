import {
  GetScheduleCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  type ListSchedulesCommandInput,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { beforeAll, describe, expect, it } from 'vitest';
import { deployStack } from '../../../src/deployment/deploy-stack.ts';
import { stackOf } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();
const client = () => new SchedulerClient(served().settings);

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
  },
};

const schedule = (Name: string, properties: object) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    Name,
    ScheduleExpression: 'rate(5 minutes)',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 2 },
    Target: {
      Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
      RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Input: '{}',
    },
    ...properties,
  },
});

beforeAll(async () => {
  const stack = stackOf({
    Role: role,
    Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'night' } },
    One: schedule('one', { Description: 'the first' }),
    Two: schedule('two', { GroupName: 'night', State: 'DISABLED' }),
  });
  await deployStack(served().cloud, { ...stack, id: 'Schedules', stackName: 'Schedules' });
});

describe('a schedule', () => {
  it('is described as it was declared', async () => {
    expect(await client().send(new GetScheduleCommand({ Name: 'one' }))).toMatchObject({
      Name: 'one',
      GroupName: 'default',
      Description: 'the first',
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 2 },
      Target: { Input: '{}', RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 } },
      CreationDate: expect.any(Date),
    });
    const ofGroup = new GetScheduleCommand({ Name: 'two', GroupName: 'night' });
    expect((await client().send(ofGroup)).State).toBe('DISABLED');
  });

  it('is found in its own group only', async () => {
    await expect(client().send(new GetScheduleCommand({ Name: 'two' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule two does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client().send(new GetScheduleCommand({ Name: 'a b' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('is listed by group, prefix and state, in pages', async () => {
    const list = async (input: ListSchedulesCommandInput) =>
      ((await client().send(new ListSchedulesCommand(input))).Schedules ?? []).map(({ Name }) => Name);
    expect(await list({})).toEqual(['one', 'two']);
    expect(await list({ GroupName: 'night' })).toEqual(['two']);
    expect(await list({ NamePrefix: 'o' })).toEqual(['one']);
    expect(await list({ State: 'DISABLED' })).toEqual(['two']);
    const { NextToken } = await client().send(new ListSchedulesCommand({ MaxResults: 1 }));
    expect(await list({ MaxResults: 1, NextToken })).toEqual(['two']);
    await expect(list({ GroupName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(list({ MaxResults: 101 })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('belongs to a group, and groups are listed', async () => {
    const { ScheduleGroups = [] } = await client().send(new ListScheduleGroupsCommand({}));
    expect(ScheduleGroups.map(({ Name }) => Name)).toEqual(['default', 'night']);
  });
});
