import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { chunk } from '../../domain/commands/order.ts';
import type { StateChange } from '../../domain/fleet/state-change.ts';
import { decisionRequestDetailType, eventSource, stateChangeDetailType } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';

/**
 * The launch queue, for those who find a state change without an event. It holds state changes of every kind,
 * and not only launches. It keeps its name, because a changed logical id would replace the queue.
 */
export interface LaunchQueue {
  /**
   * Puts state changes into the queue, in the form of EC2's events. Returns how many the queue did not take.
   */
  send(stateChanges: readonly StateChange[]): Promise<number>;
  /**
   * About how many messages wait for a function to take them: none while the onboarding keeps up. Those with a delay, and
   * those that came back after a failure, do not count until their time has come.
   */
  countWaiting(): Promise<number>;
}

/** `SendMessageBatch` takes at most 10 messages (SQS API reference). */
const messagesPerBatchMax = 10;

/** Sends to the queue at `queueUrl`. */
export function createLaunchQueue(queueUrl: string, client = connect(SQSClient)): LaunchQueue {
  return {
    async send(stateChanges) {
      const batches = chunk(stateChanges, messagesPerBatchMax);
      const failed = await mapConcurrently(batches, callsAtOnce, async (batch) => {
        const Entries = batch.map(toMessage);
        const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        return answer.Failed?.length ?? 0;
      });
      return failed.reduce((sum, count) => sum + count, 0);
    },
    async countWaiting() {
      const AttributeNames = ['ApproximateNumberOfMessages'] as const;
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...AttributeNames] }),
      );
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
  };
}

/**
 * Sent without the queue's delay. The delay gives a new agent time to register; an instance that is found
 * late has had it.
 */
function toMessage(stateChange: StateChange, index: number): SendMessageBatchRequestEntry {
  return { Id: String(index), MessageBody: toEvent(stateChange), DelaySeconds: 0 };
}

function toEvent({ instanceId, state, atMs, isAnew }: StateChange): string {
  return JSON.stringify({
    'detail-type': isAnew === true ? decisionRequestDetailType : stateChangeDetailType,
    source: eventSource,
    time: new Date(atMs).toISOString(),
    detail: { 'instance-id': instanceId, ...(isAnew === true ? {} : { state }) },
  });
}
