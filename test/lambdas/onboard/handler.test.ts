import { BatchExecuteStatementCommand, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeInstanceInformationCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { environmentVariables } from '../../../lambdas/contract.ts';
import { handler } from '../../../lambdas/onboard/handler.ts';
import { accountId } from '../../accounts.ts';
import { anEntry, idOf, profiles } from '../builders.ts';

const mocks = {
  ec2: mockClient(EC2Client),
  ssm: mockClient(SSMClient),
  dynamodb: mockClient(DynamoDBClient),
};

beforeAll(() => {
  vi.stubEnv(environmentVariables.rosterTable, 'Roster');
  vi.stubEnv(environmentVariables.profiles, JSON.stringify(profiles));
  vi.stubEnv(environmentVariables.exclusions, '[]');
  vi.stubEnv(environmentVariables.documentVersions, '{"Muster-Linux":"7"}');
  vi.stubEnv(environmentVariables.closedEntryDays, '30');
  vi.stubEnv(environmentVariables.claimLeaseSeconds, '300');
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

const record = (messageId: string, body: string): SQSRecord => ({
  messageId,
  body,
  receiptHandle: 'handle',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'events.amazonaws.com',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:eu-west-1:${accountId}:LaunchQueue`,
  awsRegion: 'eu-west-1',
});

const launchOf = (instanceId: string) =>
  record(
    `m-${instanceId}`,
    JSON.stringify({
      'detail-type': 'EC2 Instance State-change Notification',
      time: '2026-11-21T11:55:00Z',
      detail: { 'instance-id': instanceId, state: 'running' },
    }),
  );

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'onboard',
  functionVersion: '1',
  invokedFunctionArn: `arn:aws:lambda:eu-west-1:${accountId}:function:onboard`,
  memoryLimitInMB: '1024',
  awsRequestId: 'request-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 120_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

/** An account in which both instances run and are managed, and another call holds a claim on the second. */
function mockAccount(): void {
  const ids = [idOf(1), idOf(2)];
  const held = anEntry({
    instanceId: idOf(2),
    status: 'claimed',
    orderId: 'r.1',
    leaseUntil: Date.UTC(2100, 0),
  });
  mocks.ec2.on(DescribeInstancesCommand).resolves({
    Reservations: [{ Instances: ids.map((InstanceId) => ({ InstanceId, State: { Name: 'running' } })) }],
  });
  mocks.ssm.on(DescribeInstanceInformationCommand).resolves({
    InstanceInformationList: ids.map((InstanceId) => ({
      InstanceId,
      PingStatus: 'Online',
      PlatformType: 'Linux',
    })),
  });
  mocks.ssm.on(SendCommandCommand).resolves({ Command: { CommandId: 'command-1' } });
  mocks.dynamodb.on(BatchGetItemCommand).resolves({ Responses: { Roster: [marshall(held)] } });
  mocks.dynamodb.on(BatchExecuteStatementCommand).resolves({ Responses: [{ TableName: 'Roster' }] });
}

/** Calls the handler with these records; gives its answer and the JSON lines that it wrote. */
async function call(records: SQSRecord[], remainingMs = 120_000) {
  mockAccount();
  const lines: string[] = [];
  const take = (line: unknown) => lines.push(String(line)) > 0;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take),
    vi.spyOn(process.stderr, 'write').mockImplementation(take),
  ];
  const answer = await handler(
    { Records: records },
    { ...context, getRemainingTimeInMillis: () => remainingMs },
  );
  for (const spy of spies) spy.mockRestore();
  const written = lines.filter((line) => line.startsWith('{'));
  return { answer, lines: written.map((line): Record<string, unknown> => JSON.parse(line)) };
}

it('sends, and returns only the records that are unreadable or could not be settled', async () => {
  const { answer, lines } = await call([launchOf(idOf(1)), record('m-bad', 'nonsense'), launchOf(idOf(2))]);
  expect(answer.batchItemFailures.map((item) => item.itemIdentifier)).toEqual(['m-bad', `m-${idOf(2)}`]);
  const [send] = mocks.ssm.commandCalls(SendCommandCommand);
  expect(send?.args[0].input).toMatchObject({ InstanceIds: [idOf(1)], Comment: 'muster order request-1.1' });
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'ERROR', message: 'record unreadable', messageId: 'm-bad' }),
  );
});

it('counts what it did, once, without an instance id as a dimension', async () => {
  const { lines } = await call([launchOf(idOf(1)), record('m-bad', 'nonsense'), launchOf(idOf(2))]);
  const emitted = lines.filter((line) => '_aws' in line);
  expect(emitted).toHaveLength(1);
  expect(emitted[0]).toMatchObject({
    LaunchesReceived: 2,
    LaunchesUnreadable: 1,
    LaunchesRetried: 1,
    InstancesCommanded: 1,
    InstancesWaiting: 0,
    InstancesExcluded: 0,
    InstancesFailed: 0,
    InstancesGone: 0,
    OrdersSent: 1,
    OrdersRefused: 0,
    _aws: { CloudWatchMetrics: [{ Namespace: 'Muster', Dimensions: [['service']] }] },
  });
  expect(JSON.stringify(emitted)).not.toContain(idOf(1));
});

it('begins no order when too little time is left to record it, and returns the launch', async () => {
  mocks.ssm.reset();
  const { answer } = await call([launchOf(idOf(1))], 19_000);
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: `m-${idOf(1)}` }]);
  expect(mocks.ssm.commandCalls(SendCommandCommand)).toEqual([]);
});
