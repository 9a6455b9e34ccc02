import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { JudgedLetter } from '../../../../bin/commands/redrive/letter.ts';
import { moveLetters } from '../../../../bin/commands/redrive/move-letters.ts';
import { aLetter } from './letters.ts';

const sqs = mockClient(SQSClient);
afterAll(() => sqs.restore());
beforeEach(() => {
  sqs.reset();
  sqs.onAnyCommand().resolves({});
});

const good: JudgedLetter = { letter: aLetter({ body: 'event' }), cause: 'NotSettled', instanceId: 'i-1' };
const unreadable: JudgedLetter = { letter: aLetter({ receiptHandle: 'r-2' }), cause: 'Unreadable' };
const move = (letters: readonly JudgedLetter[], discards = false) =>
  moveLetters(new SQSClient({}), letters, discards);
const denied = Object.assign(new Error(''), { name: 'AccessDenied' });

it('sends the body to the queue that it belongs to, and deletes the letter after', async () => {
  expect(await move([good])).toMatchObject([{ end: 'sentBack' }]);
  expect(sqs.calls().map(({ args: [{ input }] }) => input)).toEqual([
    { QueueUrl: 'https://sqs/Back', MessageBody: 'event' },
    { QueueUrl: 'https://sqs/LaunchesDeadLettered', ReceiptHandle: 'r-1' },
  ]);
});

it('deletes nothing that the queue did not take, and lets others see it', async () => {
  sqs.on(SendMessageCommand).rejects(denied);
  expect(await move([good])).toMatchObject([
    { end: 'notSent', refusal: expect.stringMatching(/sqs:SendMessage: attach the policy of .*steer/) },
  ]);
  expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(0);
  expect(sqs.commandCalls(ChangeMessageVisibilityBatchCommand)[0]?.args[0].input.Entries).toMatchObject([
    { ReceiptHandle: 'r-1', VisibilityTimeout: 0 },
  ]);
});

it('sends nothing that cannot be read, and deletes it only when that is asked for', async () => {
  expect(await move([unreadable])).toMatchObject([{ end: 'kept' }]);
  expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(0);
  expect(await move([unreadable], true)).toMatchObject([{ end: 'deleted' }]);
  sqs.on(DeleteMessageCommand).rejects(denied);
  expect(await move([unreadable], true)).toMatchObject([{ end: 'notDeleted' }]);
  expect(sqs.commandCalls(SendMessageCommand)).toHaveLength(0);
});

it('lets letters go in tens, also when SQS refuses that', async () => {
  sqs.on(ChangeMessageVisibilityBatchCommand).rejects(denied);
  expect(await move(Array(23).fill(unreadable))).toHaveLength(23);
  const batches = sqs.commandCalls(ChangeMessageVisibilityBatchCommand);
  expect(batches.map(({ args: [{ input }] }) => input.Entries?.length)).toEqual([10, 10, 3]);
});
