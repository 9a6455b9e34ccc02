import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createHoldQueue } from '../../../lambdas/launch-gate/hold-queue-client.ts';
import { writeHold } from '../../../lambdas/launch-gate/parse-holds.ts';
import { aHold } from './holds.ts';

const mock = mockClient(SQSClient);
beforeEach(() => mock.reset());
afterAll(() => mock.restore());

const looks = Array.from({ length: 12 }, (_, index) => ({
  hold: aHold({ token: `token-${index}` }),
  delaySeconds: 60,
}));

it('sends ten holds at once, each with its delay', async () => {
  mock.on(SendMessageBatchCommand).resolves({});
  expect(await createHoldQueue('https://queue').send(looks)).toEqual([]);
  const inputs = mock.commandCalls(SendMessageBatchCommand).map(({ args: [{ input }] }) => input);
  expect(inputs.map(({ Entries = [] }) => Entries.length)).toEqual([10, 2]);
  expect(inputs[0]).toMatchObject({ QueueUrl: 'https://queue' });
  expect(inputs[0]?.Entries?.[3]).toEqual({
    ...{ Id: '3', MessageBody: writeHold(aHold({ token: 'token-3' })), DelaySeconds: 60 },
  });
});

it('returns the holds that the queue did not take', async () => {
  mock
    .on(SendMessageBatchCommand)
    .resolvesOnce({ Successful: [], Failed: [{ Id: '4', Code: 'x', SenderFault: false }] })
    .resolves({});
  const refused = await createHoldQueue('https://queue').send(looks);
  expect(refused.map(({ token }) => token)).toEqual(['token-4']);
});
