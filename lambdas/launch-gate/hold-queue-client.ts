import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { connect } from '../shared/clients/connect.ts';
import { chunk } from '../shared/domain/commands/order.ts';
import type { Hold } from './hold.ts';
import { writeHold } from './parse-holds.ts';

/** A hold that goes on, and when to look at it again. */
export interface NextLook {
  readonly hold: Hold;
  readonly delaySeconds: number;
}

/** The queue from which the gate gets its holds. */
export interface HoldQueue {
  /** Puts holds into the queue. Returns those that it did not take. */
  send(looks: readonly NextLook[]): Promise<Hold[]>;
}

/** `SendMessageBatch` takes at most 10 messages (SQS API reference). */
const messagesPerBatchMax = 10;

/** Sends to the queue at `queueUrl`. */
export function createHoldQueue(queueUrl: string, client = connect(SQSClient)): HoldQueue {
  return {
    async send(looks) {
      const refused: Hold[] = [];
      for (const batch of chunk(looks, messagesPerBatchMax)) {
        const Entries = batch.map(({ hold, delaySeconds }, index) => ({
          ...{ Id: String(index), MessageBody: writeHold(hold), DelaySeconds: delaySeconds },
        }));
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
        );
        const failed = new Set(Failed.map(({ Id }) => Id));
        refused.push(...batch.filter((_, index) => failed.has(String(index))).map(({ hold }) => hold));
      }
      return refused;
    },
  };
}
