import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';

/** The checked settings of an `AWS::Lambda::EventSourceMapping` of an SQS queue, including defaults. */
export interface MappingSettings {
  readonly eventSourceArn: string;
  readonly functionName: string;
  /** The most records in one invocation. */
  readonly batchSize: number;
  /** How long a poller gathers messages, from its first message on. 0 means no batching window. */
  readonly batchingWindowSeconds: number;
  /** The most concurrent invocations, or undefined. */
  readonly maximumConcurrency: number | undefined;
  /** Whether the function reports failed messages. Otherwise its response is ignored. */
  readonly reportsBatchItemFailures: boolean;
  readonly isEnabled: boolean;
}

/** Limits for SQS (Lambda API, CreateEventSourceMapping). */
const BATCH_SIZE = { default: 10, min: 1, max: 10_000 };
const BATCHING_WINDOW_SECONDS = { default: 0, min: 0, max: 300 };
const MAXIMUM_CONCURRENCY = { min: 2, max: 1000 };
/** The largest batch that requires no batching window. */
const BATCH_SIZE_WITHOUT_WINDOW_MAX = 10;

const EMULATED = [
  'BatchSize',
  'Enabled',
  'EventSourceArn',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'ProvisionedPollerConfig',
  'ScalingConfig',
  'Tags',
];

/** Checks resolved template properties. Throws the errors that CloudFormation would report, or NotEmulatedError. */
export function parseMappingSettings(properties: Readonly<Record<string, unknown>>): MappingSettings {
  for (const [name, value] of Object.entries(properties))
    if (value !== undefined && !EMULATED.includes(name))
      throw new NotEmulatedError(`the event source mapping property ${name}`);
  const eventSourceArn = text('EventSourceArn', properties);
  if (!/^arn:[^:]+:sqs:/.test(eventSourceArn))
    throw new NotEmulatedError(`event source mappings of anything but SQS (${eventSourceArn})`);
  if (eventSourceArn.endsWith('.fifo'))
    throw new NotEmulatedError(`event source mappings of FIFO queues (${eventSourceArn})`);
  const batchSize = number('BatchSize', properties['BatchSize'], BATCH_SIZE);
  const batchingWindowSeconds = number(
    'MaximumBatchingWindowInSeconds',
    properties['MaximumBatchingWindowInSeconds'],
    BATCHING_WINDOW_SECONDS,
  );
  if (batchSize > BATCH_SIZE_WITHOUT_WINDOW_MAX && batchingWindowSeconds < 1)
    throw invalidMapping(
      `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than ${BATCH_SIZE_WITHOUT_WINDOW_MAX}`,
    );
  return {
    eventSourceArn,
    functionName: text('FunctionName', properties),
    batchSize,
    batchingWindowSeconds,
    maximumConcurrency: maximumConcurrency(properties),
    reportsBatchItemFailures: reportsBatchItemFailures(properties['FunctionResponseTypes']),
    isEnabled: isTrue(properties['Enabled'] ?? true),
  };
}

/** A mapping that Lambda refuses to create. */
export function invalidMapping(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}

function maximumConcurrency(properties: Readonly<Record<string, unknown>>): number | undefined {
  const { ScalingConfig: scaling, ProvisionedPollerConfig: provisioned } = properties;
  if (provisioned !== undefined) {
    if (scaling === undefined) throw new NotEmulatedError('provisioned pollers (ProvisionedPollerConfig)');
    throw invalidMapping(
      'ScalingConfig and ProvisionedPollerConfig cannot be set together: set one of them.',
    );
  }
  if (scaling === undefined) return undefined;
  if (!isRecord(scaling))
    throw invalidMapping(`ScalingConfig must be an object, not ${JSON.stringify(scaling)}.`);
  const value = scaling['MaximumConcurrency'];
  if (value === undefined) return undefined;
  return number('MaximumConcurrency', value, MAXIMUM_CONCURRENCY);
}

function reportsBatchItemFailures(types: unknown): boolean {
  if (types === undefined) return false;
  if (!Array.isArray(types) || types.length > 1 || types.some((type) => type !== 'ReportBatchItemFailures'))
    throw invalidMapping(
      `FunctionResponseTypes must be [ReportBatchItemFailures] or empty, not ${JSON.stringify(types)}.`,
    );
  return types.length === 1;
}

function text(name: string, properties: Readonly<Record<string, unknown>>): string {
  const value = properties[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidMapping(`${name} must be text, not ${JSON.stringify(value)}.`);
}

function number(name: string, value: unknown, range: { default?: number; min: number; max: number }): number {
  const given = value === undefined ? range.default : Number(value);
  if (given !== undefined && Number.isInteger(given) && given >= range.min && given <= range.max)
    return given;
  throw invalidMapping(
    `${name} must be a whole number from ${range.min} to ${range.max}, not ${JSON.stringify(value)}.`,
  );
}

function isTrue(value: unknown): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalidMapping(`Enabled must be true or false, not ${JSON.stringify(value)}.`);
}
