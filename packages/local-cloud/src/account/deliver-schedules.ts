import type { Access } from '../core/access.ts';
import type { Host } from '../core/host.ts';
import { type Authorization, type Principal, ServiceError } from '../core/service.ts';
import type { DeliveryResult } from '../services/events/delivery.ts';
import type { AsyncMessage } from '../services/lambda/async-invocations.ts';
import type { Lambda } from '../services/lambda/lambda.ts';
import type { FunctionSettings } from '../services/lambda/lambda-function.ts';
import type { ScheduleDeadLetter, SchedulerPorts } from '../services/scheduler/schedule-delivery.ts';
import type { Sns } from '../services/sns/sns.ts';
import type { Sqs } from '../services/sqs/sqs.ts';

interface Postal extends Host {
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly lambda: Lambda;
  readonly access: Access;
}

interface Letter {
  readonly arn: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

/** The ports of EventBridge Scheduler to the cloud: roles that trust it, functions, and dead-letter queues. */
export function schedulerPorts(cloud: Postal): SchedulerPorts {
  return {
    roleRefusal: (roleArn, groupArn) => roleRefusal(cloud, roleArn, groupArn),
    deliver: (call) => invokeFunction(cloud, call),
    sendDeadLetter: (letter) => sendDeadLetter(cloud, letter),
  };
}

/** Sends the record of an asynchronous invocation with the role of the function. A lost record is traced. */
export function sendAsyncMessage(cloud: Postal, settings: FunctionSettings, message: AsyncMessage): void {
  const problem = sendAs(cloud, settings.roleArn, message);
  if (problem !== undefined) cloud.trace('lambda.destination-failed', { arn: message.arn, reason: problem });
}

/**
 * Why the service may not assume the role, or undefined. The role's trust policy decides. The source ARN is the
 * schedule's group.
 */
function roleRefusal(cloud: Postal, roleArn: string, groupArn: string): string | undefined {
  const principal: Principal = {
    kind: 'service',
    service: 'scheduler.amazonaws.com',
    sourceArn: groupArn,
    sourceAccount: cloud.accountId,
  };
  return cloud.access.refusal(principal, { action: 'sts:AssumeRole', resource: roleArn })?.message;
}

function invokeFunction(
  cloud: Postal,
  { arn, roleArn, groupArn, payload }: { arn: string; roleArn: string; groupArn: string; payload: string },
): DeliveryResult {
  const untrusted = roleRefusal(cloud, roleArn, groupArn);
  if (untrusted !== undefined) return { outcome: 'refused', code: 'AccessDenied', message: untrusted };
  const asked: Authorization = { action: 'lambda:InvokeFunction', resource: arn };
  const refusal = cloud.access.refusal({ kind: 'role', roleArn }, asked);
  if (refusal !== undefined) return { outcome: 'refused', code: refusal.code, message: refusal.message };
  if (!cloud.lambda.has(arn)) {
    const message = `Function not found: ${arn}`;
    return { outcome: 'refused', code: 'ResourceNotFoundException', message };
  }
  const event = parse(payload);
  if (event === undefined) {
    const message = 'Could not parse request body into json.';
    return { outcome: 'refused', code: 'InvalidRequestContentException', message };
  }
  cloud.lambda.invokeLater(arn, event);
  return { outcome: 'delivered' };
}

function sendDeadLetter(cloud: Postal, { queueArn, roleArn, body, attributes }: ScheduleDeadLetter): boolean {
  const typed = Object.entries(attributes).map(([name, value]) => [name, { type: 'String', value }]);
  return sendAs(cloud, roleArn, { arn: queueArn, body, attributes: Object.fromEntries(typed) }) === undefined;
}

/** Sends to a queue or topic with a role. Returns the reason if the message is refused. */
function sendAs(cloud: Postal, roleArn: string, { arn, body, attributes }: Letter): string | undefined {
  const isTopic = arn.split(':')[2] === 'sns';
  const action = isTopic ? 'sns:Publish' : 'sqs:SendMessage';
  const refusal = cloud.access.refusal({ kind: 'role', roleArn }, { action, resource: arn });
  if (refusal !== undefined) return refusal.message;
  try {
    if (isTopic) cloud.sns.publish(arn, body);
    else cloud.sqs.put(arn, { body, attributes: toMessageAttributes(attributes), senderId: roleArn });
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.message;
  }
}

function toMessageAttributes(attributes: Letter['attributes'] = {}) {
  const entries = Object.entries(attributes).map(([name, { type, value }]) => [
    name,
    { DataType: type, StringValue: value },
  ]);
  return Object.fromEntries(entries);
}

/** The value of a payload, or undefined if it is not JSON. No JSON value is undefined. */
function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
