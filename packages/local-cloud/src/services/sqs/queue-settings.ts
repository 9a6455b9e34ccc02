import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json-in-text.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { invalidValue } from './sqs-errors.ts';

/** The dead-letter queue for messages that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Which queues may use this one as their dead-letter queue. */
export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns: readonly string[];
}

/** The settable attributes of a queue, as text by name, as in AWS. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** The same attributes as the queue uses them. */
export interface QueueSettings {
  readonly delaySeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maximumMessageBytes: number;
  readonly receiveWaitSeconds: number;
  readonly redrive: RedrivePolicy | undefined;
  readonly redriveAllow: RedriveAllowPolicy;
  /** The attributes with their defaults, as GetQueueAttributes returns them. */
  readonly attributes: QueueAttributes;
}

interface Range {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** Limits and defaults of the numeric attributes (SQS API, SetQueueAttributes). */
const NUMBERS = {
  DelaySeconds: { default: 0, min: 0, max: 900 },
  VisibilityTimeout: { default: 30, min: 0, max: 43_200 },
  MessageRetentionPeriod: { default: 345_600, min: 60, max: 1_209_600 },
  MaximumMessageSize: { default: 1_048_576, min: 1024, max: 1_048_576 },
  ReceiveMessageWaitTimeSeconds: { default: 0, min: 0, max: 20 },
} as const satisfies Record<string, Range>;

const POLICIES = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy'];
const NOT_EMULATED = [
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
];

/** The most source queues in a `byQueue` policy (SQS API, RedriveAllowPolicy). */
const SOURCE_QUEUES_MAX = 10;

/** maxReceiveCount of a redrive policy (SQS API). */
const MAX_RECEIVE_COUNT = { default: 10, min: 1, max: 1000 };

/** Checks attributes and converts them to settings. Throws AWS's error for the first invalid one. */
export function parseQueueSettings(given: QueueAttributes): QueueSettings {
  for (const name of Object.keys(given)) refuseUnknown(name, given[name]);
  if (given['Policy']) parseObject('Policy', given['Policy']);
  const numbers = {
    delaySeconds: parseNumber('DelaySeconds', given),
    visibilityTimeoutSeconds: parseNumber('VisibilityTimeout', given),
    retentionSeconds: parseNumber('MessageRetentionPeriod', given),
    maximumMessageBytes: parseNumber('MaximumMessageSize', given),
    receiveWaitSeconds: parseNumber('ReceiveMessageWaitTimeSeconds', given),
  };
  return {
    ...numbers,
    redrive: parseRedrivePolicy(given['RedrivePolicy']),
    redriveAllow: parseRedriveAllowPolicy(given['RedriveAllowPolicy']),
    attributes: {
      VisibilityTimeout: String(numbers.visibilityTimeoutSeconds),
      MaximumMessageSize: String(numbers.maximumMessageBytes),
      MessageRetentionPeriod: String(numbers.retentionSeconds),
      DelaySeconds: String(numbers.delaySeconds),
      ReceiveMessageWaitTimeSeconds: String(numbers.receiveWaitSeconds),
      SqsManagedSseEnabled: parseBoolean('SqsManagedSseEnabled', given, 'true'),
      ...Object.fromEntries(POLICIES.flatMap((name) => (given[name] ? [[name, given[name]]] : []))),
    },
  };
}

/** Converts resolved `AWS::SQS::Queue` properties to attributes. Numbers and policies become text. */
export function attributesOfProperties(properties: Readonly<Record<string, unknown>>): QueueAttributes {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'QueueName' || name === 'Tags' || value === undefined) continue;
    if (name === 'FifoQueue' && String(value) === 'false') continue;
    attributes[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return attributes;
}

/** True if the redrive allow policy of a queue lets `sourceArn` use it as its dead-letter queue. */
export function isRedriveAllowed(policy: RedriveAllowPolicy, sourceArn: string): boolean {
  if (policy.redrivePermission === 'byQueue') return policy.sourceQueueArns.includes(sourceArn);
  return policy.redrivePermission === 'allowAll';
}

function refuseUnknown(name: string, value: string | undefined): void {
  if (NOT_EMULATED.includes(name)) throw new NotEmulatedError(`the SQS queue attribute ${name} (${value})`);
  if (Object.hasOwn(NUMBERS, name) || POLICIES.includes(name) || name === 'SqsManagedSseEnabled') return;
  throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function parseNumber(name: keyof typeof NUMBERS, given: QueueAttributes): number {
  const range = NUMBERS[name];
  const value = given[name];
  if (value === undefined || value === '') return range.default;
  const number = Number(value);
  if (/^[0-9]+$/.test(value) && number >= range.min && number <= range.max) return number;
  throw invalidAttributeValue(name);
}

function parseBoolean(name: string, given: QueueAttributes, fallback: string): string {
  const value = (given[name] ?? fallback).toLowerCase();
  if (value === 'true' || value === 'false') return value;
  throw invalidAttributeValue(name);
}

function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined || text === '') return undefined;
  const policy = parseObject('RedrivePolicy', text);
  const deadLetterTargetArn = policy['deadLetterTargetArn'];
  if (typeof deadLetterTargetArn !== 'string' || !/^arn:[^:]+:sqs:/.test(deadLetterTargetArn))
    throw invalidValue('RedrivePolicy', text, 'Invalid value for deadLetterTargetArn.');
  const maxReceiveCount = Number(policy['maxReceiveCount'] ?? MAX_RECEIVE_COUNT.default);
  const { min, max } = MAX_RECEIVE_COUNT;
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < min || maxReceiveCount > max)
    throw invalidValue(
      'RedrivePolicy',
      text,
      `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from ${min} to ${max} both inclusive.`,
    );
  return { deadLetterTargetArn, maxReceiveCount };
}

function parseRedriveAllowPolicy(text: string | undefined): RedriveAllowPolicy {
  if (text === undefined || text === '') return { redrivePermission: 'allowAll', sourceQueueArns: [] };
  const policy = parseObject('RedriveAllowPolicy', text);
  const permission = policy['redrivePermission'] ?? 'allowAll';
  if (permission !== 'allowAll' && permission !== 'denyAll' && permission !== 'byQueue')
    throw invalidValue('RedriveAllowPolicy', text, 'redrivePermission must be allowAll, denyAll or byQueue.');
  const sources = policy['sourceQueueArns'] ?? [];
  if (!Array.isArray(sources) || !sources.every((arn): arn is string => typeof arn === 'string'))
    throw invalidValue('RedriveAllowPolicy', text, 'sourceQueueArns must be a list of queue ARNs.');
  const isCountRight = permission === 'byQueue' ? sources.length >= 1 : sources.length === 0;
  if (!isCountRight || sources.length > SOURCE_QUEUES_MAX)
    throw invalidValue(
      'RedriveAllowPolicy',
      text,
      'sourceQueueArns needs 1 to 10 ARNs with byQueue, and none otherwise.',
    );
  return { redrivePermission: permission, sourceQueueArns: sources };
}

function parseObject(name: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    value = undefined;
  }
  if (isRecord(value)) return value;
  throw name === 'Policy'
    ? invalidAttributeValue(name)
    : invalidValue(name, text, `${name} is not a valid JSON map.`);
}

function invalidAttributeValue(name: string): ServiceError {
  return new ServiceError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}
