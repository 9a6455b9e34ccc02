import { ServiceError } from '../core/service.ts';
import { arnOf, type Change, type Creation, named, nameOf, type ResourceType, takenIf } from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Schedules and their groups. */
export const scheduleTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    createOnly: ['Name'],
    taken: (creation) => {
      const { name, groupName } = placeOf(creation);
      return takenIf(creation.cloud.scheduler.hasSchedule(groupName, name), name);
    },
    create: (creation) => {
      const place = placeOf(creation);
      creation.cloud.scheduler.declareSchedule({ ...creation, ...place });
      return named(place.name, { Arn: place.arn });
    },
    update: updateSchedule,
    remove: (schedule) => {
      const { name, groupName } = placeOf(schedule);
      schedule.cloud.scheduler.removeSchedule(groupName, name);
    },
  },
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    createOnly: ['Name'],
    taken: (creation) =>
      takenIf(creation.cloud.scheduler.hasGroup(nameOf(creation, 'Name')), nameOf(creation, 'Name')),
    create: (creation) => {
      creation.cloud.scheduler.declareGroup(nameOf(creation, 'Name'));
      return group(creation);
    },
    update: group,
    remove: ({ cloud, ref }) => cloud.scheduler.removeGroup(ref),
  },
};

function placeOf(creation: Creation): { name: string; groupName: string; arn: string } {
  const name = nameOf(creation, 'Name');
  const groupName = String(creation.properties['GroupName'] ?? 'default');
  return { name, groupName, arn: arnOf(creation, 'scheduler', `schedule/${groupName}/${name}`) };
}

/** UpdateSchedule looks for the schedule in the group of the new properties. */
function updateSchedule(change: Change): CreatedResource {
  const place = placeOf(change);
  if (!change.cloud.scheduler.hasSchedule(place.groupName, place.name))
    throw new ServiceError('ResourceNotFoundException', `Schedule ${place.name} does not exist.`);
  change.cloud.scheduler.updateSchedule({ ...change, ...place });
  return named(place.name, { Arn: place.arn });
}

function group(creation: Creation): CreatedResource {
  const name = nameOf(creation, 'Name');
  return named(name, { Arn: arnOf(creation, 'scheduler', `schedule-group/${name}`) });
}
