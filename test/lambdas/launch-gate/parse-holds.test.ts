import { expect, it } from 'vitest';
import { parseHolds, writeHold } from '../../../lambdas/launch-gate/parse-holds.ts';
import { aHold } from './holds.ts';

/** An event with the fields that the user guide of Auto Scaling names. Its values are made up. */
const event = {
  version: '0',
  id: '18b2ec17-3e9b-4c15-8024-ff2e8ce8786a',
  'detail-type': 'EC2 Instance-launch Lifecycle Action',
  source: 'aws.autoscaling',
  account: '0'.repeat(12),
  time: '2021-01-13T00:12:37Z',
  region: 'us-west-2',
  resources: [],
  detail: {
    LifecycleActionToken: '71514b9d-6a40-4b26-8523-05e7eEXAMPLE',
    AutoScalingGroupName: 'my-asg',
    LifecycleHookName: 'my-lifecycle-hook',
    EC2InstanceId: 'i-1234567890abcdef0',
    LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
    NotificationMetadata: 'additional-info',
    Origin: 'EC2',
    Destination: 'WarmPool',
  },
};
const parse = (...bodies: string[]) =>
  parseHolds(bodies.map((body, index) => ({ messageId: `message-${index}`, body })));

it('reads the event of Auto Scaling, whose start counts as its first heartbeat', () => {
  const startedAt = Date.UTC(2021, 0, 13, 0, 12, 37);
  expect(parse(JSON.stringify(event)).received).toEqual([
    {
      messageId: 'message-0',
      content: {
        ...{ token: '71514b9d-6a40-4b26-8523-05e7eEXAMPLE', instanceId: 'i-1234567890abcdef0' },
        ...{ groupName: 'my-asg', hookName: 'my-lifecycle-hook', origin: 'EC2', destination: 'WarmPool' },
        ...{ startedAt, heartbeatAt: startedAt },
      },
    },
  ]);
});

it('takes an event without origin and destination for a launch into the group', () => {
  const { Origin: _, Destination: __, ...detail } = event.detail;
  expect(parse(JSON.stringify({ ...event, detail })).received[0]?.content).toMatchObject({
    ...{ origin: 'EC2', destination: 'AutoScalingGroup' },
  });
});

it('reads what it has written', () => {
  const hold = aHold({ heartbeatAt: aHold().startedAt + 700_000, origin: 'WarmPool' });
  expect(parse(writeHold(hold)).received[0]?.content).toEqual(hold);
});

it('names what it cannot read, and reads the rest', () => {
  const foreign = JSON.stringify({ ...event, 'detail-type': 'EC2 Instance-terminate Lifecycle Action' });
  const { received, unreadable } = parse('{', foreign, JSON.stringify(event));
  expect(received).toHaveLength(1);
  expect(unreadable.map(({ messageId }) => messageId)).toEqual(['message-0', 'message-1']);
});
