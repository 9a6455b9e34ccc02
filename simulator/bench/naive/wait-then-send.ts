import type { SQSEvent } from 'aws-lambda';
import { lookAndSend } from './look-and-send.ts';

/**
 * The naive form, as many accounts have it: a queue has held the event for three minutes; look once, send, forget. An
 * instance that is not registered by now is never looked at again. A call that fails comes back with its message.
 */
export const handler = async ({ Records }: SQSEvent): Promise<void> => {
  for (const { body } of Records) {
    const event: { detail: { 'instance-id': string } } = JSON.parse(body);
    await lookAndSend(event.detail['instance-id']);
  }
};
