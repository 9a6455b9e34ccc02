import * as z from 'zod/mini';
import { type StateChange, watchedStates } from '../shared/domain/fleet/state-change.ts';
import {
  decisionRequestDetailType,
  registrationDetailTypes,
  stateChangeDetailType,
  tagChangeDetailType,
} from '../shared/runtime/contract.ts';
import { type QueueRecord, readRecords } from '../shared/runtime/queue-record.ts';

const nodeId = z.string().check(z.regex(/^(i-(\w{8}|\w{17})|mi-\w{17})$/));
const outsideId = z.string().check(z.regex(/^mi-\w{17}$/));
/** An event of EventBridge says where it happened; a message of the sweep or of a person does not. */
const everyEvent = {
  account: z.optional(z.string()),
  region: z.optional(z.string()),
  time: z.iso.datetime(),
};
const stateChangeEvent = z.object({
  ...everyEvent,
  'detail-type': z.literal(stateChangeDetailType),
  source: z.optional(z.string()),
  detail: z.object({ 'instance-id': nodeId, state: z.enum(watchedStates) }),
});
const nodeArn =
  /^arn:[^:]+:(?:ec2:[^:]*:[^:]*:instance\/(i-(?:\w{8}|\w{17}))|ssm:[^:]*:[^:]*:managed-instance\/(mi-\w{17}))$/;
const tagChangeEvent = z.object({
  ...everyEvent,
  'detail-type': z.literal(tagChangeDetailType),
  resources: z.tuple([z.string().check(z.regex(nodeArn))]),
});
const decisionRequest = z.object({
  ...everyEvent,
  'detail-type': z.literal(decisionRequestDetailType),
  /** A runbook knows no time in this form. Then it is the time at which the message was sent. */
  time: z.optional(z.iso.datetime()),
  detail: z.object({ 'instance-id': nodeId }),
});
const registrationEvent = z.object({
  ...everyEvent,
  'detail-type': z.enum(registrationDetailTypes),
  detail: z.object({ 'instance-id': outsideId }),
});
const anyEvent = z.discriminatedUnion('detail-type', [
  stateChangeEvent,
  tagChangeEvent,
  decisionRequest,
  registrationEvent,
]);

/** Where Muster is at work. Events of another account or region come over the bus of a hub. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * Reads what the launch queue delivers: state changes of EC2, changes of tags, registrations of nodes outside EC2, and
 * requests to decide anew. `foreign`
 * counts the events of other places, which are dropped.
 */
export function parseStateChanges(records: readonly QueueRecord[], place: Place) {
  const { received, unreadable } = readRecords(records, anyEvent, (event, record) => ({
    event,
    sentAtMs: Number(record.attributes?.SentTimestamp ?? 0),
  }));
  const own = received.filter(({ content }) => isOf(place, content.event));
  return {
    received: own.map(({ messageId, content }) => ({
      messageId,
      content: toStateChange(content.event, content.sentAtMs),
    })),
    unreadable,
    foreign: received.length - own.length,
  };
}

function isOf(place: Place, event: z.output<typeof anyEvent>): boolean {
  const { account = place.account, region = place.region } = event;
  return account === place.account && region === place.region;
}

function toStateChange(event: z.output<typeof anyEvent>, sentAtMs: number): StateChange {
  const atMs = event.time === undefined ? sentAtMs : Date.parse(event.time);
  switch (event['detail-type']) {
    case stateChangeDetailType: {
      const { 'instance-id': id, state } = event.detail;
      const isOver = state === 'terminated' && event.source === 'aws.ec2';
      return { instanceId: id, state, atMs, ...(isOver ? { isOver } : {}) };
    }
    case tagChangeDetailType: {
      const [, ofEc2, outside] = nodeArn.exec(event.resources[0]) ?? [];
      return { instanceId: ofEc2 ?? outside ?? '', state: 'running', atMs, isAnew: true, isOfKnown: true };
    }
    case registrationDetailTypes.registered:
      return { instanceId: event.detail['instance-id'], state: 'running', atMs };
    case registrationDetailTypes.deregistered:
      return { instanceId: event.detail['instance-id'], state: 'terminated', atMs };
    case decisionRequestDetailType:
      return { instanceId: event.detail['instance-id'], state: 'running', atMs, isAnew: true };
  }
}

/** The place of a function, from its ARN. */
export function placeOf(functionArn: string): Place {
  const [, , , region = '', account = ''] = functionArn.split(':');
  return { account, region };
}
