import type { Target } from '@aws-sdk/client-ssm';
import { isRecord } from '../../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { checkByModel } from '../../../core/wire/check-by-model.ts';
import { readMaintenanceSchedule } from './maintenance-schedule.ts';
import type { WindowForm, WindowTarget, WindowTask } from './maintenance-window.ts';

/** The resolved properties of a template resource. */
type Properties = Readonly<Record<string, unknown>>;

/** The members of a template by the types of tasks, and those of the API. */
const parametersOfTypes = {
  RUN_COMMAND: ['MaintenanceWindowRunCommandParameters', 'RunCommand'],
  AUTOMATION: ['MaintenanceWindowAutomationParameters', 'Automation'],
  LAMBDA: ['MaintenanceWindowLambdaParameters', 'Lambda'],
  STEP_FUNCTIONS: ['MaintenanceWindowStepFunctionsParameters', 'StepFunctions'],
} as const;

/**
 * Reads an `AWS::SSM::MaintenanceWindow`, with the checks of CreateMaintenanceWindow.
 * @throws NotEmulatedError for a first or last day.
 */
export function readWindow(properties: Properties): WindowForm {
  const { Tags: _, ...request } = properties;
  refuse(request, ['StartDate', 'EndDate']);
  checkByModel('ssm', 'CreateMaintenanceWindow', request);
  const [durationHours, cutoffHours] = [Number(request['Duration']), Number(request['Cutoff'])];
  if (cutoffHours >= durationHours)
    throw new ServiceError('ValidationException', 'Cutoff must be less than Duration.');
  return {
    ...{ name: String(request['Name']), description: optional(request['Description']) },
    ...{ durationHours, cutoffHours },
    schedule: readMaintenanceSchedule(String(request['Schedule']), {
      timeZone: optional(request['ScheduleTimezone']),
      offsetDays: request['ScheduleOffset'] === undefined ? undefined : Number(request['ScheduleOffset']),
    }),
  };
}

/** Reads an `AWS::SSM::MaintenanceWindowTarget`, with the checks of RegisterTargetWithMaintenanceWindow. */
export function readWindowTarget(id: string, properties: Properties): WindowTarget {
  checkByModel('ssm', 'RegisterTargetWithMaintenanceWindow', properties);
  const targets = readTargets(properties['Targets']);
  const resourceType = properties['ResourceType'] === 'RESOURCE_GROUP' ? 'RESOURCE_GROUP' : 'INSTANCE';
  for (const { Key: key = '' } of targets) checkKey(key, resourceType);
  return { ...{ id, resourceType, targets }, ownerInformation: optional(properties['OwnerInformation']) };
}

/** Reads an `AWS::SSM::MaintenanceWindowTask`, with the checks of RegisterTaskWithMaintenanceWindow. */
export function readWindowTask(id: string, properties: Properties): WindowTask {
  refuse(properties, ['LoggingInfo', 'TaskParameters']);
  const type = readType(properties['TaskType']);
  const [given, member] = parametersOfTypes[type];
  const { [given]: parameters = {}, ...others } = recordOf(properties['TaskInvocationParameters']);
  if (Object.keys(others).length > 0)
    throw new ServiceError('ValidationException', `A ${type} task has no ${Object.keys(others).join(', ')}.`);
  const read = decodePayload(recordOf(parameters));
  const { TaskInvocationParameters: _, ...rest } = properties;
  checkByModel('ssm', 'RegisterTaskWithMaintenanceWindow', {
    ...{ ...rest, Priority: Number(rest['Priority']), TaskInvocationParameters: { [member]: read } },
  });
  const targetIds = readTargetIds(properties['Targets']);
  if (type === 'RUN_COMMAND' && targetIds === undefined)
    throw new ServiceError('ValidationException', 'A RUN_COMMAND task needs Targets.');
  const { MaxConcurrency: concurrency, MaxErrors: errors } = properties;
  if (targetIds !== undefined && (concurrency === undefined || errors === undefined))
    throw new ServiceError('ValidationException', 'MaxConcurrency and MaxErrors are required with Targets.');
  return {
    ...{ id, type, targetIds, parameters: read },
    ...{ arn: String(properties['TaskArn']), roleArn: optional(properties['ServiceRoleArn']) },
    priority: Number(properties['Priority']),
    isCancelledAtCutoff: properties['CutoffBehavior'] === 'CANCEL_TASK',
    ...{ maxConcurrency: String(concurrency ?? '1'), maxErrors: String(errors ?? '0') },
  };
}

function checkKey(key: string, resourceType: WindowTarget['resourceType']): void {
  const isOfGroup = key === 'resource-groups:Name';
  if (key === 'resource-groups:ResourceTypeFilters')
    throw new NotEmulatedError(`${key} in a target of a window`);
  const isKnown = isOfGroup || key === 'InstanceIds' || key === 'tag-key' || /^tag:./s.test(key);
  if (isKnown && isOfGroup === (resourceType === 'RESOURCE_GROUP')) return;
  throw new ServiceError('ValidationException', `The target ${key} is not valid for ${resourceType}.`);
}

/** The targets of a task that are targets of its window; undefined when there are none. */
function readTargetIds(given: unknown): readonly string[] | undefined {
  const targets = readTargets(given);
  if (targets.length === 0) return undefined;
  const other = targets.find(({ Key: key }) => key !== 'WindowTargetIds');
  if (other !== undefined) throw new NotEmulatedError(`the target ${other.Key} of a task of a window`);
  return targets.flatMap(({ Values: values = [] }) => values);
}

function readTargets(given: unknown): readonly Target[] {
  return [given ?? []].flat().flatMap((each) => {
    const { Key, Values } = recordOf(each);
    return typeof Key === 'string' && Array.isArray(Values) ? [{ Key, Values: Values.map(String) }] : [];
  });
}

/** A template has the payload of a function in base64. */
function decodePayload(parameters: Properties): Properties {
  const { Payload: payload } = parameters;
  if (typeof payload !== 'string') return parameters;
  return { ...parameters, Payload: new Uint8Array(Buffer.from(payload, 'base64')) };
}

function readType(given: unknown): WindowTask['type'] {
  const type = Object.keys(parametersOfTypes).find((each) => each === given);
  if (type === 'RUN_COMMAND' || type === 'AUTOMATION' || type === 'LAMBDA' || type === 'STEP_FUNCTIONS')
    return type;
  throw new ServiceError('ValidationException', `The task type ${given} is not known.`);
}

function refuse(properties: Properties, names: readonly string[]): void {
  const found = names.find((name) => properties[name] !== undefined);
  if (found !== undefined) throw new NotEmulatedError(`${found} of a maintenance window`);
}

function recordOf(value: unknown): Properties {
  return isRecord(value) ? value : {};
}

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
