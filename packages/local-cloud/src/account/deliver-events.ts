import type { Access } from '../core/access.ts';
import type { Host } from '../core/host.ts';
import { NotEmulatedError, type Principal, ServiceError } from '../core/service.ts';
import type { DeadLetter, DeliveryResult, DeliveryTarget } from '../services/events/delivery.ts';
import type { Lambda } from '../services/lambda/lambda.ts';
import type { Sns } from '../services/sns/sns.ts';
import type { MessageContent } from '../services/sqs/message.ts';
import type { Sqs } from '../services/sqs/sqs.ts';

/** The `SenderId` of messages from EventBridge. */
const senderId = 'events.amazonaws.com';

interface Postal extends Host {
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly lambda: Lambda;
  readonly access: Access;
}

/**
 * Delivers an event to the queue, topic or function of a rule, if the policy of that target allows EventBridge to do
 * so.
 */
export function deliverEvent(cloud: Postal, target: DeliveryTarget, payload: string): DeliveryResult {
  const service = target.arn.split(':')[2];
  if (service === 'sqs') return send(cloud, target.ruleArn, target.arn, { body: payload });
  if (service === 'sns') return publish(cloud, target, payload);
  if (service === 'lambda') return invoke(cloud, target, payload);
  throw new NotEmulatedError(`the event target ${target.arn}`);
}

/** EventBridge invokes functions asynchronously: an accepted event counts as delivered, whatever the call returns. */
function invoke(cloud: Postal, { arn, ruleArn }: DeliveryTarget, payload: string): DeliveryResult {
  const asked = { action: 'lambda:InvokeFunction', resource: arn };
  const refusal = cloud.access.refusal(eventBridge(cloud, ruleArn), asked);
  if (refusal !== undefined) return { outcome: 'refused', code: 'NO_PERMISSIONS', message: refusal.message };
  if (!cloud.lambda.has(arn))
    return { outcome: 'refused', code: 'NO_RESOURCE', message: `Function not found: ${arn}` };
  cloud.lambda.invokeLater(arn, JSON.parse(payload));
  return { outcome: 'delivered' };
}

/** EventBridge publishes in its own name, so the topic's policy decides. */
function publish(cloud: Postal, { arn, ruleArn }: DeliveryTarget, payload: string): DeliveryResult {
  const refusal = cloud.access.refusal(eventBridge(cloud, ruleArn), {
    action: 'sns:Publish',
    resource: arn,
  });
  if (refusal !== undefined) return { outcome: 'refused', code: 'NO_PERMISSIONS', message: refusal.message };
  return attempt(() => cloud.sns.publish(arn, payload));
}

function eventBridge(cloud: Postal, ruleArn: string): Principal {
  return {
    kind: 'service',
    service: 'events.amazonaws.com',
    sourceArn: ruleArn,
    sourceAccount: cloud.accountId,
  };
}

/** Sends an undeliverable event to its dead-letter queue, if the policy of that queue allows it. */
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
  const asked = { action: 'sqs:SendMessage', resource: queueArn };
  const refusal = cloud.access.refusal(eventBridge(cloud, ruleArn), asked);
  if (refusal !== undefined) return { outcome: 'refused', code: 'NO_PERMISSIONS', message: refusal.message };
  return attempt(() => cloud.sqs.put(queueArn, { ...content, senderId }));
}

/** Attempts a delivery. A ServiceError means that the target does not exist. */
function attempt(handOver: () => unknown): DeliveryResult {
  try {
    handOver();
    return { outcome: 'delivered' };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { outcome: 'refused', code: 'NO_RESOURCE', message: error.message };
  }
}
