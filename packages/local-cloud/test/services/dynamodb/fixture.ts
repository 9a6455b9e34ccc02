import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Operation, ServiceError } from '../../../src/core/service.ts';
import { dynamodbConstraints } from '../../../src/core/wire/constraints/dynamodb-constraints.ts';
import { checkInput } from '../../../src/core/wire/input-check.ts';
import { DynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { accountId } from '../../accounts.ts';
import { shapesOf } from '../../core/wire/shapes.ts';
import { recordingHost } from '../../recording-host.ts';

export type Attributes = Record<string, AttributeValue>;

export const tableArn = `arn:aws:dynamodb:eu-west-1:${accountId}:table/Roster`;

/** A table like the roster: a partition key, a sparse index on status and due time, and a keys-only index. */
export const rosterProperties = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'status', AttributeType: 'S' },
    { AttributeName: 'dueAt', AttributeType: 'N' },
    { AttributeName: 'order', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'due',
      KeySchema: [
        { AttributeName: 'status', KeyType: 'HASH' },
        { AttributeName: 'dueAt', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['reason'] },
    },
    {
      IndexName: 'byOrder',
      KeySchema: [{ AttributeName: 'order', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

/** A table with a partition key and a numeric sort key. */
export const seriesProperties = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
};

/** A DynamoDB with the tables `Roster` and `Series`, and its timeline. */
export function openDynamoDb() {
  const host = recordingHost();
  const { timeline } = host;
  const service = new DynamoDb(host);
  service.declareTable(rosterProperties, { tableName: 'Roster', arn: tableArn });
  service.declareTable(seriesProperties, {
    tableName: 'Series',
    arn: `arn:aws:dynamodb:eu-west-1:${accountId}:table/Series`,
  });
  const now = () => ({
    principal: { kind: 'administrator' as const },
    requestId: 'r',
    nowMs: timeline.nowMs,
  });
  const operations: Readonly<Record<string, Operation>> = service.operations;
  const operation = (name: string) => {
    const found = operations[name];
    if (found === undefined) throw new Error(`no operation ${name}`);
    return found;
  };
  return {
    service,
    timeline,
    meter: host.meter,
    /** Checks the input as the gateway does, and runs the operation. */
    call(name: string, input: object): unknown {
      checkInput(shapesOf('dynamodb', name).input, input, dynamodbConstraints);
      return operation(name).run(input, now());
    },
    authorize: (name: string, input: object) => operation(name).authorize(input, now()),
  };
}

/** A member of an output, of any type. */
export function member(output: unknown, name: string): unknown {
  return typeof output === 'object' && output !== null
    ? Object.entries(output).find(([key]) => key === name)?.[1]
    : undefined;
}

/** The list in a member of an output. */
export function list(output: unknown, name: string): unknown[] {
  const found = member(output, name);
  return Array.isArray(found) ? found : [];
}

/** The ServiceError that an action throws. Fails if it throws none. */
export function refusal(action: () => unknown): ServiceError {
  try {
    action();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('expected a refusal, got none');
}
