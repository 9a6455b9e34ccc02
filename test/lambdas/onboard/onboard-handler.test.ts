import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeInstanceInformationCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/onboard/onboard-handler.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { anEntry, idOf, lookTimes, profiles } from '../builders.ts';
import { aContext, aRecord, captured } from '../invoke.ts';

const mocks = {
  ec2: mockClient(EC2Client),
  ssm: mockClient(SSMClient),
  dynamodb: mockClient(DynamoDBClient),
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
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

const launchOf = (instanceId: string) =>
  aRecord(`m-${instanceId}`, {
    'detail-type': 'EC2 Instance State-change Notification',
    time: '2026-11-21T11:55:00Z',
    detail: { 'instance-id': instanceId, state: 'running' },
  });

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
  mocks.dynamodb.on(DescribeTableCommand).resolves({ Table: { TableId: 'table-1' } });
  mocks.dynamodb.on(GetItemCommand).resolves({});
  mocks.dynamodb.on(BatchGetItemCommand).resolves({ Responses: { Roster: [marshall(held)] } });
  mocks.dynamodb.on(BatchExecuteStatementCommand).resolves({ Responses: [{ TableName: 'Roster' }] });
}

/** Calls the handler with these records. */
function call(records: SQSRecord[], remainingMs?: number) {
  mockAccount();
  return captured(() => handler({ Records: records }, aContext(remainingMs)));
}

it('sends, and returns only the records that are unreadable or could not be settled', async () => {
  const { answer, lines } = await call([launchOf(idOf(1)), aRecord('m-bad', 'nonsense'), launchOf(idOf(2))]);
  expect(answer.batchItemFailures.map((item) => item.itemIdentifier)).toEqual(['m-bad', `m-${idOf(2)}`]);
  const [send] = mocks.ssm.commandCalls(SendCommandCommand);
  expect(send?.args[0].input).toMatchObject({ InstanceIds: [idOf(1)], Comment: 'muster order request-1.1' });
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'ERROR', message: 'record unreadable', messageId: 'm-bad' }),
  );
});

it('counts what it did, once, without an instance id as a dimension and without zeros', async () => {
  const { emitted } = await call([launchOf(idOf(1)), aRecord('m-bad', 'nonsense'), launchOf(idOf(2))]);
  expect(emitted).toHaveLength(1);
  const { _aws, service, ...counts } = emitted[0] ?? {};
  expect(counts).toEqual({
    StateChangesReceived: 2,
    StateChangesUnreadable: 1,
    StateChangesRetried: 1,
    InstancesCommanded: 1,
    OrdersSent: 1,
  });
  expect(service).toBe('muster-onboard');
  expect(_aws).toMatchObject({ CloudWatchMetrics: [{ Namespace: 'Muster', Dimensions: [['service']] }] });
  expect(JSON.stringify(emitted)).not.toContain(idOf(1));
});

it('begins no order when too little time is left to record it, and returns the state change', async () => {
  mocks.ssm.reset();
  const { answer } = await call([launchOf(idOf(1))], 19_000);
  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: `m-${idOf(1)}` }]);
  expect(mocks.ssm.commandCalls(SendCommandCommand)).toEqual([]);
});
