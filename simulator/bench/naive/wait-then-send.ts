import type { SQSEvent } from 'aws-lambda';
import { lookAndSend } from './look-and-send.ts';

/**
 * The naive form that many accounts use: a queue delays the event by three minutes, then the function looks once and
 * sends. An instance that is not registered by then is never looked at again. A failed call is retried with its
 * message.
 */
export const handler = async ({ Records }: SQSEvent): Promise<void> => {
  for (const { body } of Records) {
    const event: { detail: { 'instance-id': string } } = JSON.parse(body);
    await lookAndSend(event.detail['instance-id']);
  }
};
