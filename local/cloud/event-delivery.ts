import type { DeadLetter, DeliveryResult, DeliveryTarget } from '../services/events/delivery.ts';
import type { MessageContent } from '../services/sqs/message.ts';
import type { Sqs } from '../services/sqs/sqs.ts';
import type { Access } from './access.ts';
import type { Host } from './host.ts';
import { NotEmulatedError, type Principal, ServiceError } from './service.ts';

/** What `SenderId` shows for messages of EventBridge. */
const senderId = 'events.amazonaws.com';

interface Postal extends Host {
  readonly sqs: Sqs;
  readonly access: Access;
}

/** Puts an event into the queue that a rule names, if the queue's policy lets EventBridge do so for that rule. */
export function deliverToQueue(cloud: Postal, target: DeliveryTarget, payload: string): DeliveryResult {
  if (target.arn.split(':')[2] !== 'sqs') throw new NotEmulatedError(`the event target ${target.arn}`);
  return send(cloud, target.ruleArn, target.arn, { body: payload });
}

/** Puts an undeliverable event into its dead-letter queue, if that queue's policy allows it. */
export function sendDeadLetter(cloud: Postal, letter: DeadLetter): boolean {
  const attributes = Object.fromEntries(
    Object.entries(letter.attributes).map(([name, StringValue]) => [
      name,
      { DataType: 'String', StringValue },
    ]),
  );
  return (
    send(cloud, letter.ruleArn, letter.queueArn, { body: letter.body, attributes }).outcome === 'delivered'
  );
}

function send(
  cloud: Postal,
  ruleArn: string,
  queueArn: string,
  content: Omit<MessageContent, 'senderId'>,
): DeliveryResult {
  const principal: Principal = {
    kind: 'service',
    service: 'events.amazonaws.com',
    sourceArn: ruleArn,
    sourceAccount: cloud.accountId,
  };
  const refusal = cloud.access.refusal(principal, { action: 'sqs:SendMessage', resource: queueArn });
  if (refusal !== undefined) return { outcome: 'refused', code: 'NO_PERMISSIONS', message: refusal.message };
  try {
    cloud.sqs.put(queueArn, { ...content, senderId });
    return { outcome: 'delivered' };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { outcome: 'refused', code: 'NO_RESOURCE', message: error.message };
  }
}
