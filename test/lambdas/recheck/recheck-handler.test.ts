import {
  BatchExecuteStatementCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DescribeInstanceInformationCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/recheck/recheck-handler.ts';
import { dueShardOf } from '../../../lambdas/shared/clients/roster/shards.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { anEntry, idOf, lookTimes, profiles, someVerification } from '../builders.ts';
import { aContext, captured } from '../invoke.ts';

const mocks = {
  ec2: mockClient(EC2Client),
  ssm: mockClient(SSMClient),
  dynamodb: mockClient(DynamoDBClient),
  eventBridge: mockClient(EventBridgeClient),
};

beforeAll(() => {
  vi.stubEnv(variableOf('rosterTable'), 'Roster');
  vi.stubEnv(variableOf('outside'), 'null');
  vi.stubEnv(variableOf('profiles'), JSON.stringify(profiles));
  vi.stubEnv(variableOf('agents'), '{}');
  vi.stubEnv(variableOf('floors'), '{}');
  vi.stubEnv(variableOf('exclusions'), '[]');
  vi.stubEnv(variableOf('documentVersions'), '{"Muster-Linux":"7"}');
  vi.stubEnv(variableOf('configuration'), 'digest-1');
  vi.stubEnv(variableOf('closedEntryDays'), '30');
  vi.stubEnv(variableOf('claimLeaseSeconds'), '300');
  vi.stubEnv(variableOf('lookTimes'), JSON.stringify(lookTimes));
  vi.stubEnv(variableOf('attemptsMax'), '3');
  vi.stubEnv(variableOf('verification'), JSON.stringify(someVerification()));
  vi.stubEnv(variableOf('launchQueueUrl'), 'https://sqs.us-east-1.amazonaws.com/000000000000/launches');
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

/** Instance 1 is due, runs and has registered. */
beforeEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
  mocks.dynamodb.on(QueryCommand).callsFake((input: QueryCommandInput) => {
    const isShard = input.ExpressionAttributeValues?.[':shard']?.S === dueShardOf(idOf(1));
    return isShard ? { Items: [marshall(anEntry())] } : {};
  });
  mocks.dynamodb.on(DescribeTableCommand).resolves({ Table: { TableId: 'table-1' } });
  mocks.dynamodb.on(GetItemCommand).resolves({});
  mocks.dynamodb.on(ScanCommand).resolves({});
  mocks.dynamodb.on(UpdateItemCommand).resolves({});
  mocks.dynamodb.on(BatchExecuteStatementCommand).resolves({ Responses: [{ TableName: 'Roster' }] });
  mocks.ec2.on(DescribeInstancesCommand).resolves({
    Reservations: [{ Instances: [{ InstanceId: idOf(1), State: { Name: 'running' } }] }],
  });
  mocks.ssm.on(DescribeInstanceInformationCommand).resolves({
    InstanceInformationList: [{ InstanceId: idOf(1), PingStatus: 'Online', PlatformType: 'Linux' }],
  });
  mocks.ssm.on(SendCommandCommand).resolves({ Command: { CommandId: 'command-1' } });
});

const call = (remainingMs?: number) => captured(() => handler({}, aContext(remainingMs)));

it('sends to what is due and has registered, under the request id and the round', async () => {
  await call();
  const [send] = mocks.ssm.commandCalls(SendCommandCommand);
  expect(send?.args[0].input).toMatchObject({
    InstanceIds: [idOf(1)],
    Comment: 'muster order request-1-1.1',
  });
});

it('says and counts what it did', async () => {
  const { lines, emitted } = await call();
  expect(lines).toContainEqual(
    expect.objectContaining({ message: 'rechecked', due: 1, moved: 1, ordersSent: 1 }),
  );
  expect(emitted).toMatchObject([{ InstancesCommanded: 1, OrdersSent: 1, service: 'muster-recheck' }]);
});

it('looks for nothing when there is no time to record what it would send', async () => {
  const { lines } = await call(30_000);
  expect(mocks.dynamodb.commandCalls(QueryCommand)).toHaveLength(0);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'rechecked', due: 0 }));
});

it('fails when the roster does not answer: everything is still due at the next call', async () => {
  mocks.dynamodb.on(QueryCommand).rejects(new Error('InternalServerError'));
  await expect(call()).rejects.toThrow('InternalServerError');
});
