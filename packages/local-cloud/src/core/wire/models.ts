import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import { isRecord } from '../is-record.ts';
import { NotEmulatedError } from '../service.ts';
import { dynamodbConstraints } from './constraints/dynamodb-constraints.ts';
import { eventsConstraints } from './constraints/events-constraints.ts';
import { iamConstraints } from './constraints/iam-constraints.ts';
import { ssmConstraints } from './constraints/ssm-constraints.ts';
import type { Constraints } from './input-check.ts';
import { type SchemaRef, type Shape, shapeOf } from './shape.ts';

/** The protocol of a service: JSON 1.0 or 1.1, the query protocol, or EC2's form of it. */
export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'ec2';

/** The wire model of a service. */
export interface Model {
  readonly service: string;
  readonly protocol: Protocol;
  /** The prefix of `X-Amz-Target`, for JSON services. */
  readonly target: string;
  /** The namespace of errors on the wire: `com.amazonaws.ssm`. */
  readonly errorNamespace: string;
  readonly version: string;
  readonly sdk: Readonly<Record<string, unknown>>;
  /** The limits that the service's model has and the SDK's schemas lack. */
  readonly constraints: Constraints;
}

/** SQS and SNS have their own words and checks; EC2's model has no limits that it checks so. */
const constraintsOf: Readonly<Record<string, Constraints>> = {
  dynamodb: dynamodbConstraints,
  events: eventsConstraints,
  iam: iamConstraints,
  ssm: ssmConstraints,
};

/** The services of the local cloud, as the SDK describes them. */
export const models: readonly Model[] = [
  model('ssm', 'json-1.1', 'AmazonSSM', 'com.amazonaws.ssm', '2014-11-06', ssm),
  model(
    'dynamodb',
    'json-1.0',
    'DynamoDB_20120810',
    'com.amazonaws.dynamodb.v20120810',
    '2012-08-10',
    dynamodb,
  ),
  model('sqs', 'json-1.0', 'AmazonSQS', 'com.amazonaws.sqs', '2012-11-05', sqs),
  model('events', 'json-1.1', 'AWSEvents', 'com.amazonaws.events', '2015-10-07', events),
  model('sns', 'query', '', '', '2010-03-31', sns),
  model('iam', 'query', '', '', '2010-05-08', iam),
  model('ec2', 'ec2', '', '', '2016-11-15', ec2),
];

function model(
  service: string,
  protocol: Protocol,
  target: string,
  errorNamespace: string,
  version: string,
  sdk: Readonly<Record<string, unknown>>,
): Model {
  return {
    service,
    protocol,
    target,
    errorNamespace,
    version,
    sdk,
    constraints: constraintsOf[service] ?? {},
  };
}

/** The input and output shapes of an operation. */
export interface OperationModel {
  readonly input: Shape;
  readonly output: Shape;
}

const operations = new Map<string, OperationModel>();

/**
 * The shapes of an operation.
 * @throws NotEmulatedError when the SDK's model has no such operation.
 */
export function operationModel(model: Model, operation: string): OperationModel {
  const key = `${model.service}:${operation}`;
  const found = operations.get(key);
  if (found !== undefined) return found;
  const schema = model.sdk[`${operation}$`];
  if (!isOperationSchema(schema)) throw new NotEmulatedError(`the operation ${key}`);
  const read = { input: shapeOf(schema[4]), output: shapeOf(schema[5]) };
  operations.set(key, read);
  return read;
}

/** The error of this name in the service's model, if any: its shape, and its name in the query protocol. */
export function errorModel(
  model: Model,
  code: string,
): { shape: Shape; queryName: string | undefined } | undefined {
  const schema = model.sdk[`${code}$`];
  if (!isErrorSchema(schema)) return undefined;
  const traits: unknown = schema[3];
  const names = isRecord(traits) ? traits['awsQueryError'] : undefined;
  return { shape: shapeOf(schema), queryName: Array.isArray(names) ? String(names[0]) : undefined };
}

/** An operation's schema is [9, namespace, name, traits, input, output]. */
function isOperationSchema(value: unknown): value is [9, string, string, unknown, SchemaRef, SchemaRef] {
  return Array.isArray(value) && value[0] === 9 && value.length >= 6;
}

/** An error's schema begins with -3, where a structure's begins with 3. */
function isErrorSchema(value: unknown): value is SchemaRef & readonly unknown[] {
  return Array.isArray(value) && value[0] === -3;
}
