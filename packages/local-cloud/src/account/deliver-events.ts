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
  if (service === 'sqs') return send(cloud, target, { body: payload });
  if (service === 'sns') return publish(cloud, target, payload);
  if (service === 'lambda') return invoke(cloud, target, payload);
  throw new NotEmulatedError(`the event target ${target.arn}`);
}

/** EventBridge invokes functions asynchronously: an accepted event counts as delivered, whatever the call returns. */
function invoke(cloud: Postal, target: DeliveryTarget, payload: string): DeliveryResult {
  const { arn } = target;
  const refusal = refusalOf(cloud, target, 'lambda:InvokeFunction');
  if (refusal !== undefined) return { outcome: 'refused', code: 'NO_PERMISSIONS', message: refusal.message };
  if (!cloud.lambda.has(arn))
    return { outcome: 'refused', code: 'NO_RESOURCE', message: `Function not found: ${arn}` };
  cloud.lambda.invokeLater(arn, JSON.parse(payload));
  return { outcome: 'delivered' };
}

function publish(cloud: Postal, target: DeliveryTarget, payload: string): DeliveryResult {
  const { arn } = target;
  const refusal = refusalOf(cloud, target, 'sns:Publish');
  if (refusal !== undefined) return { outcome: 'refused', code: 'NO_PERMISSIONS', message: refusal.message };
  return attempt(() => cloud.sns.publish(arn, payload));
}

/**
 * Why EventBridge may not call the target. With the role of a target it calls as that role, if the role's trust lets the
 * rule have it; otherwise it calls in its own name, so the policy of the target decides.
 */
function refusalOf(cloud: Postal, { arn, roleArn, ruleArn }: DeliveryTarget, action: string) {
  const service = eventBridge(cloud, ruleArn);
  if (roleArn === undefined) return cloud.access.refusal(service, { action, resource: arn });
  return (
    cloud.access.refusal(service, { action: 'sts:AssumeRole', resource: roleArn }) ??
    cloud.access.refusal({ kind: 'role', roleArn }, { action, resource: arn })
  );
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
    send(
      cloud,
      { arn: letter.queueArn, ruleArn: letter.ruleArn, roleArn: undefined },
      { body: letter.body, attributes },
    ).outcome === 'delivered'
  );
}

function send(
  cloud: Postal,
  target: DeliveryTarget,
  content: Omit<MessageContent, 'senderId'>,
): DeliveryResult {
  const refusal = refusalOf(cloud, target, 'sqs:SendMessage');
  if (refusal !== undefined) return { outcome: 'refused', code: 'NO_PERMISSIONS', message: refusal.message };
  return attempt(() => cloud.sqs.put(target.arn, { ...content, senderId }));
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
