import type { ListSchedulesInput, ListSchedulesOutput } from '@aws-sdk/client-scheduler';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { refuseToken } from '../schedule-tokens.ts';
import type { Scheduler } from '../scheduler.ts';
import { schedulerArn } from '../scheduler-arn.ts';

const pageSize = 100;

/** ListSchedules: of all groups or of one, by the beginning of names, and by state. */
export function listSchedules(
  host: Host,
  scheduler: Scheduler,
): Operation<ListSchedulesInput, ListSchedulesOutput> {
  return {
    authorize: ({ GroupName: group = '*' }) => [
      { action: 'scheduler:ListSchedules', resource: schedulerArn(host, `schedule/${group}/*`) },
    ],
    run(input) {
      const { MaxResults, NextToken, GroupName: group, NamePrefix: prefix = '', State: state } = input;
      if (group !== undefined && !scheduler.groups().includes(group))
        throw new ServiceError('ResourceNotFoundException', `Schedule group ${group} does not exist.`, {
          statusCode: 404,
        });
      const found = scheduler.schedules.filter((schedule) => {
        const isMeant = schedule.groupName === (group ?? schedule.groupName);
        const ofState = schedule.isEnabled ? 'ENABLED' : 'DISABLED';
        return isMeant && schedule.name.startsWith(prefix) && ofState === (state ?? ofState);
      });
      const asked = { MaxResults, NextToken };
      const { page, next } = takePage(found, asked, {
        size: pageSize,
        request: [group, prefix, state],
        refuseToken,
      });
      return {
        Schedules: page.map((schedule) => ({
          Arn: schedule.arn,
          Name: schedule.name,
          GroupName: schedule.groupName,
          State: schedule.isEnabled ? 'ENABLED' : 'DISABLED',
          CreationDate: new Date(schedule.createdMs),
          LastModificationDate: new Date(schedule.modifiedMs),
          Target: { Arn: schedule.target.arn },
        })),
        ...next,
      };
    },
  };
}
