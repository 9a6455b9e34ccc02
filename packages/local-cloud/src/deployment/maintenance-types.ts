import type { LocalCloud } from '../account/account.ts';
import {
  readWindow,
  readWindowTarget,
  readWindowTask,
} from '../services/ssm/maintenance/declare-maintenance.ts';
import { type Creation, named, type Properties, type ResourceType } from './resource.ts';

/** Maintenance windows, their targets and their tasks. */
export const maintenanceTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SSM::MaintenanceWindow': {
    create: ({ cloud, properties }) => named(cloud.ssm.windows.create(readWindow(properties)).id),
    update({ cloud, properties, ref }) {
      cloud.ssm.windows.update(ref, readWindow(properties));
      return named(ref);
    },
    remove: ({ cloud, ref }) => cloud.ssm.windows.remove(ref),
  },
  'AWS::SSM::MaintenanceWindowTarget': {
    createOnly: ['WindowId'],
    create: (creation) => setTarget(creation, newId(creation)),
    update: (change) => setTarget(change, change.ref),
    remove: ({ cloud, properties, ref }) => cloud.ssm.windows.removeTarget(windowIdOf(properties), ref),
  },
  'AWS::SSM::MaintenanceWindowTask': {
    createOnly: ['TaskType', 'WindowId'],
    create: (creation) => setTask(creation, newId(creation)),
    update: (change) => setTask(change, change.ref),
    remove: ({ cloud, properties, ref }) => cloud.ssm.windows.removeTask(windowIdOf(properties), ref),
  },
};

function setTarget({ cloud, properties }: Creation, id: string) {
  cloud.ssm.windows.setTarget(windowIdOf(properties), readWindowTarget(id, properties));
  return named(id);
}

function setTask({ cloud, properties }: Creation, id: string) {
  cloud.ssm.windows.setTask(windowIdOf(properties), readWindowTask(id, properties));
  return named(id);
}

function newId({ cloud }: { readonly cloud: LocalCloud }): string {
  return cloud.random('ssm/maintenance').uuid();
}

function windowIdOf(properties: Properties): string {
  return String(properties['WindowId']);
}
