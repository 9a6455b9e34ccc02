import type { ListScheduleGroupsInput, ListScheduleGroupsOutput } from '@aws-sdk/client-scheduler';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { refuseToken } from '../schedule-tokens.ts';
import type { Scheduler } from '../scheduler.ts';
import { schedulerArn } from '../scheduler-arn.ts';

const pageSize = 100;

/** ListScheduleGroups: the group `default` and those of templates, by the beginning of their names. */
export function listScheduleGroups(
  host: Host,
  scheduler: Scheduler,
): Operation<ListScheduleGroupsInput, ListScheduleGroupsOutput> {
  return {
    authorize: () => [
      { action: 'scheduler:ListScheduleGroups', resource: schedulerArn(host, 'schedule-group/*') },
    ],
    run({ NamePrefix: prefix = '', MaxResults, NextToken }) {
      const found = scheduler.groups().filter((name) => name.startsWith(prefix));
      const asked = { MaxResults, NextToken };
      const { page, next } = takePage(found, asked, { size: pageSize, request: prefix, refuseToken });
      return {
        ScheduleGroups: page.map((name) => ({
          Arn: schedulerArn(host, `schedule-group/${name}`),
          Name: name,
          State: 'ACTIVE' as const,
        })),
        ...next,
      };
    },
  };
}
