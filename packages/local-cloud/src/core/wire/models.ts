import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import { isRecord } from '../is-record.ts';
import { NotEmulatedError } from '../service.ts';
import { autoScalingConstraints } from './constraints/auto-scaling-constraints.ts';
import { cloudformationConstraints } from './constraints/cloudformation-constraints.ts';
import { cloudwatchConstraints } from './constraints/cloudwatch-constraints.ts';
import { configConstraints } from './constraints/config-constraints.ts';
import { dynamodbConstraints } from './constraints/dynamodb-constraints.ts';
import { eventsConstraints } from './constraints/events-constraints.ts';
import { iamConstraints } from './constraints/iam-constraints.ts';
import { lambdaConstraints } from './constraints/lambda-constraints.ts';
import { logsConstraints } from './constraints/logs-constraints.ts';
import { resourceGroupsConstraints } from './constraints/resource-groups-constraints.ts';
import { schedulerConstraints } from './constraints/scheduler-constraints.ts';
import { ssmAssociationConstraints } from './constraints/ssm-association-constraints.ts';
import { ssmAutomationConstraints } from './constraints/ssm-automation-constraints.ts';
import { ssmBaselineConstraints } from './constraints/ssm-baseline-constraints.ts';
import { ssmConstraints } from './constraints/ssm-constraints.ts';
import { ssmInventoryConstraints } from './constraints/ssm-inventory-constraints.ts';
import { ssmMaintenanceConstraints } from './constraints/ssm-maintenance-constraints.ts';
import { ssmOpsItemsConstraints } from './constraints/ssm-ops-items-constraints.ts';
import { taggingConstraints } from './constraints/tagging-constraints.ts';
import type { Constraints } from './input-check.ts';
import { lazySdk, type Sdk } from './lazy-sdk.ts';
import { type SchemaRef, type Shape, shapeOf } from './shape.ts';
import { sqsFormShape } from './sqs-form.ts';

/**
 * The protocol of a service: JSON 1.0 or 1.1, the query protocol, EC2's form of it, JSON with paths and methods
 * (`rest-json`), or CBOR.
 */
export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'ec2' | 'rest-json' | 'cbor';

/** The wire model of a service. A service that speaks several protocols has one for each. */
export interface Model {
  readonly service: string;
  readonly protocol: Protocol;
  /** The prefix of `X-Amz-Target`, for JSON services; for CBOR, the service in the path. */
  readonly target: string;
  /** The namespace of errors on the wire: `com.amazonaws.ssm`. */
  readonly errorNamespace: string;
  readonly version: string;
  /** The client of the SDK. It may be loaded by the first call of this function. */
  readonly sdk: () => Sdk;
  /** The limits that the service's model has and the SDK's schemas lack. */
  readonly constraints: Constraints;
  /** Whether the service itself refuses inputs that lack a member or violate a limit, in words of its own. */
  readonly hasOwnChecks: boolean;
  /** The error code of inputs that lack a member or violate a limit. */
  readonly validationCode: string;
}

/** SNS has no limits in its model, and STS's only operation no input. */
const constraintsOf: Readonly<Record<string, Constraints>> = {
  'auto-scaling': autoScalingConstraints,
  cloudformation: cloudformationConstraints,
  cloudwatch: cloudwatchConstraints,
  config: configConstraints,
  dynamodb: dynamodbConstraints,
  events: eventsConstraints,
  iam: iamConstraints,
  lambda: lambdaConstraints,
  logs: logsConstraints,
  'resource-groups': resourceGroupsConstraints,
  scheduler: schedulerConstraints,
  tagging: taggingConstraints,
  ssm: {
    ...{ ...ssmConstraints, ...ssmAutomationConstraints, ...ssmOpsItemsConstraints },
    ...{ ...ssmAssociationConstraints, ...ssmBaselineConstraints },
    ...{ ...ssmInventoryConstraints, ...ssmMaintenanceConstraints },
  },
};

const clients = {
  autoScaling: lazySdk('@aws-sdk/client-auto-scaling'),
  cloudformation: lazySdk('@aws-sdk/client-cloudformation'),
  cloudwatch: lazySdk('@aws-sdk/client-cloudwatch'),
  config: lazySdk('@aws-sdk/client-config-service'),
  lambda: lazySdk('@aws-sdk/client-lambda'),
  logs: lazySdk('@aws-sdk/client-cloudwatch-logs'),
  resourceGroups: lazySdk('@aws-sdk/client-resource-groups'),
  scheduler: lazySdk('@aws-sdk/client-scheduler'),
  sts: lazySdk('@aws-sdk/client-sts'),
  tagging: lazySdk('@aws-sdk/client-resource-groups-tagging-api'),
};

const granite = 'GraniteServiceVersion20100801';
const metrics = 'com.amazonaws.cloudwatch';

/** The services of the local cloud, as the SDK describes them. */
export const models: readonly Model[] = [
  model('ssm', 'json-1.1', 'AmazonSSM', 'com.amazonaws.ssm', '2014-11-06', () => ssm),
  model(
    'dynamodb',
    'json-1.0',
    'DynamoDB_20120810',
    'com.amazonaws.dynamodb.v20120810',
    '2012-08-10',
    () => dynamodb,
  ),
  model('sqs', 'json-1.0', 'AmazonSQS', 'com.amazonaws.sqs', '2012-11-05', () => sqs),
  model('sqs', 'query', '', '', '2012-11-05', () => sqs),
  model('events', 'json-1.1', 'AWSEvents', 'com.amazonaws.events', '2015-10-07', () => events),
  model('sns', 'query', '', '', '2010-03-31', () => sns),
  model('iam', 'query', '', '', '2010-05-08', () => iam),
  model('ec2', 'ec2', '', '', '2016-11-15', () => ec2),
  model('sts', 'query', '', '', '2011-06-15', clients.sts),
  model('auto-scaling', 'query', '', '', '2011-01-01', clients.autoScaling),
  model('cloudformation', 'query', '', '', '2010-05-15', clients.cloudformation),
  model('logs', 'json-1.1', 'Logs_20140328', 'com.amazonaws.cloudwatchlogs', '2014-03-28', clients.logs),
  model(
    'config',
    'json-1.1',
    'StarlingDoveService',
    'com.amazonaws.configservice',
    '2014-11-12',
    clients.config,
  ),
  model(
    'tagging',
    'json-1.1',
    'ResourceGroupsTaggingAPI_20170126',
    'com.amazonaws.resourcegroupstaggingapi',
    '2017-01-26',
    clients.tagging,
  ),
  model('lambda', 'rest-json', '', 'com.amazonaws.lambda', '2015-03-31', clients.lambda),
  model(
    'resource-groups',
    'rest-json',
    '',
    'com.amazonaws.resourcegroups',
    '2017-11-27',
    clients.resourceGroups,
  ),
  model('scheduler', 'rest-json', '', 'com.amazonaws.scheduler', '2021-06-30', clients.scheduler),
  model('cloudwatch', 'json-1.0', granite, metrics, '2010-08-01', clients.cloudwatch),
  model('cloudwatch', 'query', '', metrics, '2010-08-01', clients.cloudwatch),
  model('cloudwatch', 'cbor', granite, metrics, '2010-08-01', clients.cloudwatch),
];

function model(
  service: string,
  protocol: Protocol,
  target: string,
  errorNamespace: string,
  version: string,
  sdk: () => Sdk,
): Model {
  return {
    service,
    protocol,
    target,
    errorNamespace,
    version,
    sdk,
    constraints: constraintsOf[service] ?? {},
    hasOwnChecks: service === 'ec2' || service === 'sqs',
    validationCode: validationCodeOf(service, protocol),
  };
}

function validationCodeOf(service: string, protocol: Protocol): string {
  if (service === 'logs' || service === 'tagging') return 'InvalidParameterException';
  if (service === 'resource-groups') return 'BadRequestException';
  return protocol === 'query' ? 'ValidationError' : 'ValidationException';
}

/** The input and output shapes of an operation, and its method, path and status in `rest-json`. */
export interface OperationModel {
  readonly input: Shape;
  readonly output: Shape;
  readonly http: HttpTrait | undefined;
}

/** A method, a path with labels (`/schedules/{Name}`), and the status of success. */
export type HttpTrait = readonly [method: string, path: string, status: number];

const operations = new Map<string, OperationModel>();

/**
 * The shapes of an operation.
 * @throws NotEmulatedError when the SDK's model has no such operation.
 */
export function operationModel(model: Model, operation: string): OperationModel {
  const key = `${model.service}:${operation}`;
  const isSqsForm = model.service === 'sqs' && model.protocol === 'query';
  const found = operations.get(isSqsForm ? `${key}:form` : key);
  if (found !== undefined) return found;
  if (isSqsForm) return readSqsForm(model, operation, `${key}:form`);
  const schema = model.sdk()[`${operation}$`];
  if (!isOperationSchema(schema)) throw new NotEmulatedError(`the operation ${key}`);
  const read = { input: shapeOf(schema[4]), output: shapeOf(schema[5]), http: httpOf(schema[3]) };
  operations.set(key, read);
  return read;
}

function readSqsForm(model: Model, operation: string, key: string): OperationModel {
  const { input, output, http } = operationModel({ ...model, protocol: 'json-1.0' }, operation);
  const read = { input: sqsFormShape(input), output: sqsFormShape(output), http };
  operations.set(key, read);
  return read;
}

/** The names of all operations in the SDK's model of a service. */
export function operationNames(model: Model): string[] {
  return Object.values(model.sdk())
    .filter(isOperationSchema)
    .map(([, , name]) => name);
}

function httpOf(traits: unknown): HttpTrait | undefined {
  const http = isRecord(traits) ? traits['http'] : undefined;
  if (!Array.isArray(http)) return undefined;
  return [String(http[0]), String(http[1]), Number(http[2])];
}

/** An error in the model of a service: its shape, its name in the query protocol, and its HTTP status. */
export interface ErrorModel {
  readonly shape: Shape;
  readonly queryName: string | undefined;
  readonly status: number | undefined;
}

/** The error of this name in the service's model, if any. */
export function errorModel(model: Model, code: string): ErrorModel | undefined {
  const schema = model.sdk()[`${code}$`];
  if (!isErrorSchema(schema)) return undefined;
  const given: unknown = schema[3];
  const traits = isRecord(given) ? given : {};
  const names = traits['awsQueryError'];
  const status = traits['httpError'];
  return {
    shape: shapeOf(schema),
    queryName: Array.isArray(names) ? String(names[0]) : undefined,
    status: typeof status === 'number' ? status : undefined,
  };
}

/** An operation's schema is [9, namespace, name, traits, input, output]. */
function isOperationSchema(value: unknown): value is [9, string, string, unknown, SchemaRef, SchemaRef] {
  return Array.isArray(value) && value[0] === 9 && value.length >= 6;
}

/** An error's schema begins with -3, where a structure's begins with 3. */
function isErrorSchema(value: unknown): value is SchemaRef & readonly unknown[] {
  return Array.isArray(value) && value[0] === -3;
}
