import type { GetScheduleInput, GetScheduleOutput } from '@aws-sdk/client-scheduler';
import type { Host } from '../../../core/host.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { Scheduler, StandingSchedule } from '../scheduler.ts';
import { schedulerArn } from '../scheduler-arn.ts';

/** GetSchedule: a schedule of a group, of the group `default` without one. */
export function getSchedule(
  host: Host,
  scheduler: Scheduler,
): Operation<GetScheduleInput, GetScheduleOutput> {
  return {
    authorize: ({ Name: name, GroupName: group = 'default' }) => [
      { action: 'scheduler:GetSchedule', resource: schedulerArn(host, `schedule/${group}/${name}`) },
    ],
    run({ Name: name = '', GroupName: group = 'default' }) {
      const found = scheduler.schedules.find((each) => each.name === name && each.groupName === group);
      if (found === undefined)
        throw new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`, {
          statusCode: 404,
        });
      return render(found);
    },
  };
}

function render(schedule: StandingSchedule): GetScheduleOutput {
  const { target, windowMs, startMs, endMs } = schedule;
  return {
    Arn: schedule.arn,
    GroupName: schedule.groupName,
    Name: schedule.name,
    ScheduleExpression: schedule.expression.text,
    ScheduleExpressionTimezone: 'UTC',
    StartDate: startMs === undefined ? undefined : new Date(startMs),
    EndDate: endMs === undefined ? undefined : new Date(endMs),
    Description: schedule.description,
    State: schedule.isEnabled ? 'ENABLED' : 'DISABLED',
    ActionAfterCompletion: 'NONE',
    CreationDate: new Date(schedule.createdMs),
    LastModificationDate: new Date(schedule.modifiedMs),
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      DeadLetterConfig:
        target.deadLetterQueueArn === undefined ? undefined : { Arn: target.deadLetterQueueArn },
      RetryPolicy: {
        MaximumEventAgeInSeconds: target.maximumEventAgeSeconds,
        MaximumRetryAttempts: target.maximumRetryAttempts,
      },
      Input: target.input,
    },
    FlexibleTimeWindow:
      windowMs === 0 ? { Mode: 'OFF' } : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: windowMs / 60_000 },
  };
}
