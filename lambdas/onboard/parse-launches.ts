import * as z from 'zod/mini';
import { type Launch, launchStates } from '../shared/domain/fleet/launch.ts';
import { launchEventDetailType } from '../shared/runtime/contract.ts';
import { describeIssues, reportInput } from '../shared/runtime/parse.ts';
import { parseJson } from '../shared/runtime/parse-json.ts';
import type { QueueRecord, UnreadableRecord } from '../shared/runtime/queue-record.ts';

const launchEvent = z.object({
  'detail-type': z.literal(launchEventDetailType),
  source: z.optional(z.string()),
  time: z.iso.datetime(),
  detail: z.object({
    'instance-id': z.string().check(z.regex(/^i-(\w{8}|\w{17})$/)),
    state: z.enum(launchStates),
  }),
});

/** Reads `EC2 Instance State-change Notification` events from queue records. Each record stands or falls alone. */
export function parseLaunches(records: readonly QueueRecord[]): {
  launches: Launch[];
  unreadable: UnreadableRecord[];
} {
  const launches: Launch[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const { messageId, body } of records) {
    const event = launchEvent.safeParse(parseJson(body), reportInput);
    if (event.success) {
      const { time, detail, source } = event.data;
      launches.push({
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
  return { launches, unreadable };
}
