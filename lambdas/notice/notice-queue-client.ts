import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { connect } from '../shared/clients/connect.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { chunk } from '../shared/domain/commands/order.ts';
import type { QueueRecord } from '../shared/runtime/queue-record.ts';

/** A message, and what deletes it. */
export interface WaitingMessage extends QueueRecord {
  readonly receipt: string;
}

/** The queue in which events wait for the next messages to people. */
export interface NoticeQueue {
  /** Takes what waits, at most about so many. What is not deleted comes back after the visibility timeout. */
  take(max: number): Promise<readonly WaitingMessage[]>;
  delete(messages: readonly WaitingMessage[]): Promise<void>;
}

/** A call takes or deletes 10 messages at most (SQS API reference). */
const messagesPerCallMax = 10;
/** A long poll asks every server of the queue: an empty answer then means that it is empty. */
const waitSeconds = 1;

/** Reads the queue at `QueueUrl`. */
export function createNoticeQueue(QueueUrl: string, client = connect(SQSClient)): NoticeQueue {
  return {
    async take(max) {
      const taken: WaitingMessage[] = [];
      while (taken.length < max) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            ...{ QueueUrl, MaxNumberOfMessages: messagesPerCallMax, WaitTimeSeconds: waitSeconds },
          }),
        );
        if (Messages.length === 0) break;
        for (const { MessageId = '', Body = '', ReceiptHandle = '' } of Messages)
          taken.push({ messageId: MessageId, body: Body, receipt: ReceiptHandle });
      }
      return taken;
    },
    async delete(messages) {
      await mapConcurrently(chunk(messages, messagesPerCallMax), callsAtOnce, async (some) => {
        const Entries = some.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
        await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      });
    },
  };
}
