import { DescribeTableCommand, DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeInstanceStatusCommand, DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { handler } from '../../../lambdas/sweep/sweep-handler.ts';
import { anEntry, idOf, idsTo } from '../builders.ts';
import { aContext, captured } from '../invoke.ts';

const mocks = {
  ec2: mockClient(EC2Client),
  ssm: mockClient(SSMClient),
  sqs: mockClient(SQSClient),
  dynamodb: mockClient(DynamoDBClient),
};

beforeAll(() => {
  vi.stubEnv(variableOf('rosterTable'), 'Roster');
  vi.stubEnv(variableOf('outside'), 'null');
  vi.stubEnv(variableOf('launchQueueUrl'), 'https://queue');
  vi.stubEnv(variableOf('missingAfterSeconds'), '1800');
  vi.stubEnv(variableOf('profiles'), '[{"name":"default","tags":{}}]');
  vi.stubEnv(variableOf('exclusions'), '[]');
  vi.stubEnv(variableOf('configuration'), 'digest-1');
  vi.stubEnv(variableOf('verifyEvery'), 'never');
  vi.stubEnv(variableOf('documentVersions'), '{"AWS-Document":"$DEFAULT"}');
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

/** Five instances have run for long, and so has Muster. These are the entries. */
function mockAccount(entries: readonly RosterEntry[], ids = idsTo(5)): void {
  for (const mock of Object.values(mocks)) mock.reset();
  const LaunchTime = new Date(Date.UTC(2026, 0));
  const State = { Name: 'running' as const };
  const InstanceStatuses = ids.map((InstanceId) => ({ InstanceId, InstanceState: State }));
  mocks.ec2.on(DescribeInstanceStatusCommand).resolves({ InstanceStatuses });
  mocks.ec2.on(DescribeInstancesCommand).callsFake((input: { Filters: { Values: string[] }[] }) => ({
    Reservations: input.Filters.map(({ Values }) => ({
      Instances: Values.map((InstanceId) => ({ InstanceId, LaunchTime, State })),
    })),
  }));
  mocks.ssm.on(DescribeInstanceInformationCommand).resolves({
    InstanceInformationList: [{ InstanceId: idOf(1), PingStatus: 'Online', PlatformType: 'Linux' }],
  });
  mocks.sqs.on(SendMessageBatchCommand).resolves({});
  mocks.dynamodb
    .on(DescribeTableCommand)
    .resolves({ Table: { TableId: 'table-1', CreationDateTime: new Date(Date.UTC(2025, 0)) } });
  mocks.dynamodb.on(GetItemCommand).resolves({});
  mocks.dynamodb.on(ScanCommand).resolves({ Items: entries.map((entry) => marshall(entry)) });
}

const unmanaged = (number: number, reason: string) =>
  anEntry({ instanceId: idOf(number), status: 'unmanaged', reason });
/** 1 and 2 are onboarded, 3 and 4 unmanaged, 5 has no entry. */
const entries = [
  anEntry({ status: 'onboarded' }),
  anEntry({ instanceId: idOf(2), status: 'onboarded' }),
  unmanaged(3, 'NoInstanceProfile'),
  unmanaged(4, 'AgentSilent'),
];
beforeEach(() => mockAccount(entries));

const call = (event: unknown) => captured(() => handler(event, aContext()));
/** The metrics that are emitted, without the dimensions. */
const countsOf = (emitted: readonly Record<string, unknown>[]) =>
  emitted.map(({ _aws, service: _service, ...counts }) => counts);

it('puts what is missing into the launch queue', async () => {
  await call({ scope: 'all' });
  const [send] = mocks.sqs.commandCalls(SendMessageBatchCommand);
  expect(send?.args[0].input.QueueUrl).toBe('https://queue');
  expect(send?.args[0].input.Entries?.map(({ MessageBody }) => MessageBody)).toEqual([
    expect.stringContaining(idOf(5)),
  ]);
});

describe('coverage', () => {
  it('is emitted as shares in percent, and the unmanaged by cause, each as a dimension', async () => {
    const { emitted } = await call({ scope: 'all' });
    expect(countsOf(emitted)).toEqual([
      { InstancesRunning: 5, ShareManaged: 20, ShareOnboarded: 40, InstancesSilent: 1, DriftFound: 1 },
      { cause: 'NoInstanceProfile', UnmanagedByCause: 1 },
      { cause: 'AgentSilent', UnmanagedByCause: 1 },
    ]);
    expect(JSON.stringify(emitted)).not.toContain(idOf(1));
  });

  it('of an account without instances is 100 percent, and not undefined', async () => {
    mockAccount([], []);
    const { emitted } = await call({ scope: 'all' });
    expect(countsOf(emitted)).toEqual([
      { InstancesRunning: 0, ShareManaged: 100, ShareOnboarded: 100, InstancesSilent: 0, DriftFound: 0 },
    ]);
  });
});

describe('the scope', () => {
  const filters = () =>
    mocks.ssm.commandCalls(DescribeInstanceInformationCommand).map((one) => one.args[0].input.Filters);

  it('all asks Systems Manager about every instance of EC2', async () => {
    await call({ scope: 'all' });
    expect(filters()).toEqual([[{ Key: 'ResourceType', Values: ['EC2Instance'] }]]);
  });

  it.each([
    ['unmanaged', { scope: 'unmanaged' }],
    ['anything else', { scope: 'everything' }],
    ['nothing', undefined],
    ['null', null],
    ['the event of a person', 'all'],
  ])('%s asks only about those that were unmanaged', async (_name, event) => {
    await call(event);
    expect(filters()).toEqual([[{ Key: 'InstanceIds', Values: [idOf(3), idOf(4)] }]]);
  });
});

it.each([DescribeInstanceStatusCommand, DescribeInstancesCommand])(
  'fails when it cannot read everything, and hands over nothing: %o',
  async (command) => {
    mocks.ec2.on(command).rejects(new Error('UnauthorizedOperation'));
    await expect(call({ scope: 'all' })).rejects.toThrow('UnauthorizedOperation');
    expect(mocks.sqs.calls()).toHaveLength(0);
  },
);
