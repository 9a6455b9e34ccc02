import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import { getSchedule } from './operations/get-schedule.ts';
import { listScheduleGroups } from './operations/list-schedule-groups.ts';
import { listSchedules } from './operations/list-schedules.ts';
import type { Scheduler } from './scheduler.ts';

/** The operations by API name, each in a file of its name. */
export function schedulerOperations(host: Host, scheduler: Scheduler) {
  return {
    GetSchedule: getSchedule(host, scheduler),
    ListScheduleGroups: listScheduleGroups(host, scheduler),
    ListSchedules: listSchedules(host, scheduler),
  } satisfies Record<string, Operation>;
}
