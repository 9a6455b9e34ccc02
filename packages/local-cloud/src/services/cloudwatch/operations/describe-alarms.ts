import type { DescribeAlarmsInput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { AlarmRecord, CloudWatch } from '../cloudwatch.ts';
import { renderAlarm } from '../render-alarm.ts';

/** The size of a page without MaxRecords (API reference). */
const pageSize = 50;
const otherMembers = ['ChildrenOfAlarmName', 'ParentsOfAlarmName'] as const;

/** DescribeAlarms: metric alarms, by name. There are no composite alarms. */
export function describeAlarms(
  { partition, region, accountId }: Host,
  cloudwatch: CloudWatch,
): Operation<DescribeAlarmsInput, DescribeAlarmsOutput> {
  const resource = `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:*`;
  return {
    authorize: () => [{ action: 'cloudwatch:DescribeAlarms', resource }],
    run(input) {
      check(input);
      const { MaxRecords, NextToken, ...request } = input;
      const all = input.AlarmTypes?.includes('MetricAlarm') === false ? [] : cloudwatch.alarmRecords;
      const found = all.filter((record) => isMeant(record, input));
      const asked = { MaxResults: MaxRecords, NextToken };
      const { page, next } = takePage(found, asked, { size: pageSize, request });
      return { CompositeAlarms: [], MetricAlarms: page.map(renderAlarm), ...next };
    },
  };
}

function isMeant(
  { alarm, state, properties }: AlarmRecord,
  { AlarmNames: names, AlarmNamePrefix: prefix = '', StateValue, ActionPrefix: action }: DescribeAlarmsInput,
): boolean {
  const lists = [properties['AlarmActions'], properties['OKActions'], properties['InsufficientDataActions']];
  const actions = lists.flat().map(String);
  return (
    names?.includes(alarm.name) !== false &&
    alarm.name.startsWith(prefix) &&
    state === (StateValue ?? state) &&
    (action === undefined || actions.some((arn) => arn.startsWith(action)))
  );
}

function check(input: DescribeAlarmsInput): void {
  if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined)
    throw new ServiceError(
      'ValidationException',
      'AlarmNamePrefix and AlarmNames cannot be specified in the same request',
    );
  const other = otherMembers.find((name) => input[name] !== undefined);
  if (other !== undefined) throw new NotEmulatedError(`composite alarms (${other})`);
}
