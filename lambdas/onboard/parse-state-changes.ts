import * as z from 'zod/mini';
import { type StateChange, watchedStates } from '../shared/domain/fleet/state-change.ts';
import { stateChangeDetailType } from '../shared/runtime/contract.ts';
import { describeIssues, parseJson, reportInput } from '../shared/runtime/parse.ts';
import type { QueueRecord, UnreadableRecord } from '../shared/runtime/queue-record.ts';

const stateChangeEvent = z.object({
  'detail-type': z.literal(stateChangeDetailType),
  source: z.optional(z.string()),
  time: z.iso.datetime(),
  detail: z.object({
    'instance-id': z.string().check(z.regex(/^i-(\w{8}|\w{17})$/)),
    state: z.enum(watchedStates),
  }),
});

/** Reads `EC2 Instance State-change Notification` events from queue records. Each record stands or falls alone. */
export function parseStateChanges(records: readonly QueueRecord[]): {
  stateChanges: StateChange[];
  unreadable: UnreadableRecord[];
} {
  const stateChanges: StateChange[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const { messageId, body } of records) {
    const event = stateChangeEvent.safeParse(parseJson(body), reportInput);
    if (event.success) {
      const { time, detail, source } = event.data;
      stateChanges.push({
        instanceId: detail['instance-id'],
        state: detail.state,
        atMs: Date.parse(time),
        messageId,
        ...(detail.state === 'terminated' && source === 'aws.ec2' ? { isOver: true } : {}),
      });
    } else {
      unreadable.push({ messageId, problem: describeIssues(event.error.issues) });
    }
  }
  return { stateChanges, unreadable };
}
