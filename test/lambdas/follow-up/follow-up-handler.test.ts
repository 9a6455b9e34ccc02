import { BatchExecuteStatementCommand, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListCommandInvocationsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/follow-up/follow-up-handler.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { aCommanded, idOf } from '../builders.ts';
import { aContext, aRecord, captured } from '../invoke.ts';

const mocks = {
  ssm: mockClient(SSMClient),
  dynamodb: mockClient(DynamoDBClient),
  eventBridge: mockClient(EventBridgeClient),
};

beforeAll(() => {
  vi.stubEnv(variableOf('rosterTable'), 'Roster');
  vi.stubEnv(variableOf('attemptsMax'), '3');
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

/** Instance 1 is commanded, and its command succeeded; instance 2 is still claimed. */
beforeEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
  const claimed = aCommanded({ instanceId: idOf(2), status: 'claimed', leaseUntil: Date.UTC(2100, 0) });
  mocks.dynamodb
    .on(BatchGetItemCommand)
    .resolves({ Responses: { Roster: [marshall(aCommanded()), marshall(claimed)] } });
  mocks.dynamodb.on(BatchExecuteStatementCommand).resolves({ Responses: [{ TableName: 'Roster' }] });
  mocks.ssm
    .on(ListCommandInvocationsCommand)
    .resolves({ CommandInvocations: [{ InstanceId: idOf(1), StatusDetails: 'Success' }] });
  mocks.eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

const outcomeOf = (number: number, messageId = `m-${number}`) =>
  aRecord(messageId, {
    'detail-type': 'EC2 Command Invocation Status-change Notification',
    detail: { 'command-id': 'command-1', 'instance-id': idOf(number) },
  });
const call = (Records: SQSRecord[]) => captured(() => handler({ Records }, aContext()));

it('settles, and returns only the records that are unreadable or too early', async () => {
  const { answer, lines } = await call([outcomeOf(1), aRecord('m-bad', 'nonsense'), outcomeOf(2)]);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-bad' }, { itemIdentifier: 'm-2' }] });
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'ERROR', message: 'record unreadable', messageId: 'm-bad' }),
  );
  const [write] = mocks.dynamodb.commandCalls(BatchExecuteStatementCommand);
  expect(write?.args[0].input.Statements?.[0]?.Parameters).toContainEqual({ S: 'onboarded' });
});

it('counts what became onboarded, without an instance id as a dimension', async () => {
  const { emitted } = await call([outcomeOf(1)]);
  expect(emitted).toMatchObject([{ InstancesOnboarded: 1, service: 'muster-follow-up' }]);
  expect(JSON.stringify(emitted)).not.toContain(idOf(1));
});

it('tells others that the instance is onboarded', async () => {
  await call([outcomeOf(1)]);
  const [put] = mocks.eventBridge.commandCalls(PutEventsCommand);
  expect(put?.args[0].input.Entries).toMatchObject([{ DetailType: 'Instance Onboarded' }]);
});

it('returns a record once, however often its message is in the batch', async () => {
  const { answer } = await call([outcomeOf(2, 'm-2'), outcomeOf(2, 'm-2'), outcomeOf(2, 'm-3')]);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-2' }, { itemIdentifier: 'm-3' }] });
});

it('calls nobody for a batch of malformed records', async () => {
  const { answer } = await call([aRecord('m-bad', '')]);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-bad' }] });
  expect(mocks.ssm.calls()).toHaveLength(0);
  expect(mocks.dynamodb.calls()).toHaveLength(0);
});

it('fails as a whole when Systems Manager does not answer, so that every record comes back', async () => {
  mocks.ssm.on(ListCommandInvocationsCommand).rejects(new Error('InternalServerError'));
  await expect(call([outcomeOf(1)])).rejects.toThrow('InternalServerError');
});
