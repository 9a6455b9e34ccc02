import type { Constraints, Limits } from '../input-check.ts';

const groupName: Limits = { length: [1, 64], pattern: '^[0-9a-zA-Z-_.]+$' };

/** The limits of the inputs of EventBridge Scheduler. Source: its service model. */
export const schedulerConstraints: Constraints = {
  'GetScheduleInput.GroupName': groupName,
  'GetScheduleInput.Name': groupName,
  'ListScheduleGroupsInput.MaxResults': { range: [1, 100] },
  'ListScheduleGroupsInput.NamePrefix': groupName,
  'ListScheduleGroupsInput.NextToken': { length: [1, 2048] },
  'ListSchedulesInput.GroupName': groupName,
  'ListSchedulesInput.MaxResults': { range: [1, 100] },
  'ListSchedulesInput.NamePrefix': groupName,
  'ListSchedulesInput.NextToken': { length: [1, 2048] },
  'ListSchedulesInput.State': { oneOf: ['ENABLED', 'DISABLED'] },
};
