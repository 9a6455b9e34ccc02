import { expect, it } from 'vitest';
import { accountId } from '../../accounts.ts';
import { group, region, ScalingBench } from './scaling-bench.ts';

const place = `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup`;
const roleArn = `arn:aws:iam::${accountId}:role/caller`;
const key = { AutoScalingGroupName: group, LifecycleHookName: 'gate' };

/** What IAM refuses of a call by a role that is allowed it on a resource. */
function refusalOf(name: string, input: object, Resource: string) {
  const { cloud } = new ScalingBench();
  cloud.access.attachToRole(roleArn, 'given', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: `autoscaling:${name}`, Resource }],
  });
  const outcome = cloud.gateway.call({ service: 'auto-scaling', name, input }, { kind: 'role', roleArn });
  return 'refusal' in outcome ? outcome.refusal : undefined;
}

it.each([
  ['CompleteLifecycleAction', { ...key, LifecycleActionResult: 'CONTINUE', InstanceId: 'i-1' }],
  ['RecordLifecycleActionHeartbeat', { ...key, InstanceId: 'i-1' }],
  ['PutLifecycleHook', key],
  ['DeleteLifecycleHook', key],
  ['SetDesiredCapacity', { AutoScalingGroupName: group, DesiredCapacity: 1 }],
  ['DeleteAutoScalingGroup', { AutoScalingGroupName: group }],
  ['PutWarmPool', { AutoScalingGroupName: group }],
])('IAM judges a call of %s by the ARN of the group', (name, input) => {
  const own = refusalOf(name, input, `${place}:*:autoScalingGroupName/${group}`);
  expect(own?.code).toBe('ValidationError');
  const other = refusalOf(name, input, `${place}:*:autoScalingGroupName/other`);
  expect(other).toMatchObject({ code: 'AccessDenied', statusCode: 403 });
});

it.each(['DescribeAutoScalingGroups', 'DescribeLifecycleHooks', 'DescribeWarmPool'])(
  'IAM judges a call of %s without a resource',
  (name) => {
    const input = name === 'DescribeAutoScalingGroups' ? {} : { AutoScalingGroupName: group };
    expect(refusalOf(name, input, '*')?.code).not.toBe('AccessDenied');
    expect(refusalOf(name, input, `${place}:*`)?.code).toBe('AccessDenied');
  },
);
