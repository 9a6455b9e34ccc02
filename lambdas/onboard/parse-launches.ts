import * as z from 'zod/mini';
import { type Launch, launchStates } from '../domain/launch.ts';
import { describeIssues, parseJson, reportInput } from '../parse.ts';

/** A queue record, as far as it is read. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}

/** A record that is not a launch, with what is wrong with it. It goes to the dead-letter queue, alone. */
export interface UnreadableRecord {
  readonly messageId: string;
  readonly problem: string;
}

const launchEvent = z.object({
  'detail-type': z.literal('EC2 Instance State-change Notification'),
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
      const { time, detail } = event.data;
      launches.push({
        instanceId: detail['instance-id'],
        state: detail.state,
        atMs: Date.parse(time),
        messageId,
      });
    } else {
      unreadable.push({ messageId, problem: describeIssues(event.error.issues) });
    }
  }
  return { launches, unreadable };
}
