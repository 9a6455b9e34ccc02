import {
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { readLetters } from '../../../../bin/commands/redrive/read-letters.ts';
import { aLetter } from './letters.ts';

const sqs = mockClient(SQSClient);
afterAll(() => sqs.restore());
beforeEach(() => {
  sqs.reset();
});

const { queue } = aLetter();
const read = () => readLetters(new SQSClient({}), queue);
const message = (MessageId: string, ReceiptHandle = MessageId, more: Message = {}): Message => ({
  ...{ MessageId, ReceiptHandle, Body: '{}' },
  ...more,
});

/** What SQS tells of the queue, one answer after the other. Its counts are approximate. */
function tell(counts: readonly number[], rounds: readonly (readonly Message[])[]): void {
  const [told, given] = [counts.values(), rounds.values()];
  sqs.on(GetQueueAttributesCommand).callsFake(async () => ({
    Attributes: {
      ApproximateNumberOfMessages: String(told.next().value ?? 0),
      ApproximateNumberOfMessagesNotVisible: '2',
    },
  }));
  sqs.on(ReceiveMessageCommand).callsFake(async () => ({ Messages: given.next().value }));
}

it('asks for no message where there is none', async () => {
  tell([0], []);
  expect(await read()).toEqual({ queue, letters: [], hidden: 2, areMore: false });
  expect(sqs.commandCalls(ReceiveMessageCommand)).toHaveLength(0);
});

it('ends where a long poll finds nothing, whatever the count says', async () => {
  tell([5, 5], [[message('a')], []]);
  const { letters } = await read();
  expect(letters.map(({ messageId }) => messageId)).toEqual(['a']);
  expect(sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toMatchObject({
    ...{ MaxNumberOfMessages: 10, WaitTimeSeconds: 2, VisibilityTimeout: 600 },
  });
});

it('takes a message that came twice once, with the later receipt', async () => {
  tell([2, 1, 0], [[message('a', 'first')], [message('a', 'second')]]);
  const { letters } = await read();
  expect(letters.map(({ receiptHandle }) => receiptHandle)).toEqual(['second']);
});

it('asks ten times at once of a full queue', async () => {
  tell(
    [400, 0],
    Array.from({ length: 10 }, (_, call) => [message(String(call))]),
  );
  expect((await read()).letters).toHaveLength(10);
});

it('knows a letter that SQS has moved, and what EventBridge wrote on one', async () => {
  // The attributes of a message that SQS has moved (SQS API reference, ReceiveMessage), and of one of EventBridge.
  const moved = { SentTimestamp: '1767225600000', DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:0:q' };
  const written = { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } };
  tell(
    [2, 0],
    [[message('a', 'a', { Attributes: moved }), message('b', 'b', { MessageAttributes: written })]],
  );
  expect((await read()).letters).toMatchObject([
    { messageId: 'b', isMoved: false, attributes: { ERROR_CODE: 'NO_PERMISSIONS' } },
    { messageId: 'a', isMoved: true, sentAtMs: Date.UTC(2026, 0, 1) },
  ]);
});
