import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { readExpression, type ScheduleExpression } from './schedule-expression.ts';

/** An `AWS::Scheduler::Schedule` of a template with resolved properties. The caller makes its ARN. */
export interface ScheduleDeclaration {
  readonly logicalId: string;
  readonly name: string;
  readonly groupName: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A parsed schedule. Times are epoch milliseconds. `windowMs` is 0 if the flexible time window is OFF. */
export interface Schedule {
  readonly name: string;
  readonly groupName: string;
  readonly arn: string;
  readonly expression: ScheduleExpression;
  readonly isEnabled: boolean;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly windowMs: number;
  readonly target: ScheduleTarget;
  readonly description: string | undefined;
}

/** The target of a schedule: what it invokes, its role and input, and what happens if that fails. */
export interface ScheduleTarget {
  readonly arn: string;
  readonly roleArn: string;
  readonly input: string | undefined;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly deadLetterQueueArn: string | undefined;
}

type Properties = Readonly<Record<string, unknown>>;

/** Limits of the service (API reference of EventBridge Scheduler). Each maximum is also the default. */
const retryAttempts = { min: 0, max: 185 } as const;
const eventAgeSeconds = { min: 60, max: 86_400 } as const;
const windowMinutes = { min: 1, max: 1440 } as const;
/** The greatest age of a start date (API reference of CreateSchedule). */
const startAgeMsMax = 5 * 60_000;

const scheduleProperties = [
  ...['Name', 'GroupName', 'Description', 'ScheduleExpression', 'ScheduleExpressionTimezone'],
  ...['FlexibleTimeWindow', 'State', 'StartDate', 'EndDate', 'Target'],
];
const targetProperties = ['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig'];

/** Reads and checks a declared schedule. Refuses with the codes of `CreateSchedule`. */
export function readSchedule(declaration: ScheduleDeclaration, nowMs: number): Schedule {
  const { logicalId, name, groupName, arn, properties } = declaration;
  refuseOthers(properties, scheduleProperties, `AWS::Scheduler::Schedule ${logicalId}`);
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(name)) {
    throw invalid(`Name ${name}: 1 to 64 letters, digits, hyphens, underscores and periods are allowed`);
  }
  const zone = properties['ScheduleExpressionTimezone'] ?? 'UTC';
  if (zone !== 'UTC' && zone !== 'Etc/UTC') throw new NotEmulatedError(`schedules in the time zone ${zone}`);
  const state = properties['State'] ?? 'ENABLED';
  if (state !== 'ENABLED' && state !== 'DISABLED') throw invalid(`State ${state}: ENABLED or DISABLED`);
  return {
    name,
    groupName,
    arn,
    expression: readExpression(String(properties['ScheduleExpression'])),
    isEnabled: state === 'ENABLED',
    ...readDates(properties, nowMs),
    windowMs: readWindow(properties['FlexibleTimeWindow']),
    target: readTarget(properties['Target']),
    description: properties['Description'] === undefined ? undefined : String(properties['Description']),
  };
}

function readDates(properties: Properties, nowMs: number): Pick<Schedule, 'startMs' | 'endMs'> {
  const startMs = readDate(properties, 'StartDate');
  const endMs = readDate(properties, 'EndDate');
  if (startMs !== undefined && startMs < nowMs - startAgeMsMax) {
    throw invalid('The StartDate you specify cannot be earlier than 5 minutes ago.');
  }
  if (endMs !== undefined && endMs < nowMs) throw invalid('The EndDate you specify must be in the future.');
  if (startMs !== undefined && endMs !== undefined && endMs <= startMs) {
    throw invalid('The EndDate you specify must come after the StartDate.');
  }
  return { startMs, endMs };
}

function readDate(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  const atMs = Date.parse(String(value));
  if (Number.isNaN(atMs)) throw invalid(`${name} ${value} is not a date`);
  return atMs;
}

function readWindow(source: unknown): number {
  if (!isRecord(source)) throw invalid('FlexibleTimeWindow is required');
  const { Mode: mode, MaximumWindowInMinutes: minutes } = source;
  if (mode === 'OFF' && minutes === undefined) return 0;
  if (mode !== 'FLEXIBLE') throw invalid('FlexibleTimeWindow: OFF without a maximum, or FLEXIBLE with one');
  return readNumber({ minutes }, 'minutes', { ...windowMinutes, default: Number.NaN }) * 60_000;
}

function readTarget(source: unknown): ScheduleTarget {
  if (!isRecord(source)) throw invalid('Target is required');
  refuseOthers(source, targetProperties, 'schedule targets');
  const { Arn: arn, RoleArn: roleArn, Input: input } = source;
  if (typeof arn !== 'string' || typeof roleArn !== 'string') throw invalid('Target needs Arn and RoleArn');
  if (arn.split(':')[2] !== 'lambda') throw new NotEmulatedError(`the schedule target ${arn}`);
  const policy = isRecord(source['RetryPolicy']) ? source['RetryPolicy'] : {};
  const deadLetter = isRecord(source['DeadLetterConfig']) ? source['DeadLetterConfig']['Arn'] : undefined;
  const attempts = { ...retryAttempts, default: retryAttempts.max };
  const seconds = { ...eventAgeSeconds, default: eventAgeSeconds.max };
  return {
    arn,
    roleArn,
    input: typeof input === 'string' ? input : undefined,
    maximumRetryAttempts: readNumber(policy, 'MaximumRetryAttempts', attempts),
    maximumEventAgeSeconds: readNumber(policy, 'MaximumEventAgeInSeconds', seconds),
    deadLetterQueueArn: typeof deadLetter === 'string' ? deadLetter : undefined,
  };
}

function readNumber(
  source: Properties,
  name: string,
  allowed: { readonly min: number; readonly max: number; readonly default: number },
): number {
  const value = Number(source[name] ?? allowed.default);
  if (Number.isInteger(value) && value >= allowed.min && value <= allowed.max) return value;
  throw invalid(`${name} must be ${allowed.min} to ${allowed.max}, received ${String(source[name])}`);
}

function refuseOthers(properties: Properties, known: readonly string[], where: string): void {
  const others = Object.keys(properties).filter((name) => !known.includes(name));
  if (others.length > 0) throw new NotEmulatedError(`${others.join(', ')} of ${where}`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
