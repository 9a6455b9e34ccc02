import { type Constraints, type Limits, least } from '../input-check.ts';

/** The model writes pairs of surrogates as Java reads them. Here a character of a pair is one of its own. */
const printable = '[\\u0020-\\uFFFD\\r\\n\\t]*';
const text = (max: number): Limits => ({ length: [1, max], pattern: printable });
const groupName = text(255);
const groupNameOrArn = text(1600);
const hookName: Limits = { length: [1, 255], pattern: '[A-Za-z0-9\\-_\\/]+' };
const token: Limits = { length: [36, 36] };
const nextToken: Limits = { pattern: printable };

/** The limits of the inputs of Auto Scaling. Source: its service model. */
export const autoScalingConstraints: Constraints = {
  'CreateAutoScalingGroupType.AutoScalingGroupName': groupName,
  'CreateAutoScalingGroupType.AvailabilityZones[]': text(255),
  'CreateAutoScalingGroupType.VPCZoneIdentifier': text(5000),
  'LaunchTemplateSpecification.LaunchTemplateId': text(255),
  'LaunchTemplateSpecification.LaunchTemplateName': {
    length: [3, 128],
    pattern: '[a-zA-Z0-9\\(\\)\\.\\-/_]+',
  },
  'LaunchTemplateSpecification.Version': text(255),
  'DeleteAutoScalingGroupType.AutoScalingGroupName': groupName,
  'AutoScalingGroupNamesType.AutoScalingGroupNames[]': groupName,
  'AutoScalingGroupNamesType.NextToken': nextToken,
  'SetDesiredCapacityType.AutoScalingGroupName': groupName,
  'PutLifecycleHookType.LifecycleHookName': hookName,
  'PutLifecycleHookType.AutoScalingGroupName': groupName,
  'PutLifecycleHookType.NotificationMetadata': {
    length: [1, 4000],
    pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007e]+',
  },
  'DeleteLifecycleHookType.LifecycleHookName': hookName,
  'DeleteLifecycleHookType.AutoScalingGroupName': groupName,
  'DescribeLifecycleHooksType.AutoScalingGroupName': groupName,
  'DescribeLifecycleHooksType.LifecycleHookNames': { length: [0, 50] },
  'DescribeLifecycleHooksType.LifecycleHookNames[]': hookName,
  'CompleteLifecycleActionType.LifecycleHookName': hookName,
  'CompleteLifecycleActionType.AutoScalingGroupName': groupNameOrArn,
  'CompleteLifecycleActionType.LifecycleActionToken': token,
  'CompleteLifecycleActionType.InstanceId': text(19),
  'RecordLifecycleActionHeartbeatType.LifecycleHookName': hookName,
  'RecordLifecycleActionHeartbeatType.AutoScalingGroupName': groupNameOrArn,
  'RecordLifecycleActionHeartbeatType.LifecycleActionToken': token,
  'RecordLifecycleActionHeartbeatType.InstanceId': text(19),
  'PutWarmPoolType.AutoScalingGroupName': groupName,
  'PutWarmPoolType.MaxGroupPreparedCapacity': { range: least(-1) },
  'PutWarmPoolType.MinSize': { range: least(0) },
  'PutWarmPoolType.PoolState': { oneOf: ['Stopped', 'Running', 'Hibernated'] },
  'DescribeWarmPoolType.AutoScalingGroupName': groupName,
  'DescribeWarmPoolType.NextToken': nextToken,
};
