import * as z from 'zod/mini';
import { describeIssues, reportInput } from '../shared/runtime/parse.ts';
import { parseJson } from '../shared/runtime/parse-json.ts';
import type { QueueRecord, UnreadableRecord } from '../shared/runtime/queue-record.ts';

/** What an event tells: that a command has ended on an instance. How it ended is read from Systems Manager. */
export interface OutcomeNotice {
  readonly commandId: string;
  readonly instanceId: string;
  readonly messageId: string;
}

const outcomeEvent = z.object({
  'detail-type': z.literal('EC2 Command Invocation Status-change Notification'),
  detail: z.object({
    'command-id': z.string().check(z.minLength(1)),
    'instance-id': z.string().check(z.minLength(1)),
  }),
});

/** Reads invocation events from queue records. Each record stands or falls alone. */
export function parseOutcomes(records: readonly QueueRecord[]): {
  notices: OutcomeNotice[];
  unreadable: UnreadableRecord[];
} {
  const notices: OutcomeNotice[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const { messageId, body } of records) {
    const event = outcomeEvent.safeParse(parseJson(body), reportInput);
    if (event.success) {
      const { detail } = event.data;
      notices.push({ commandId: detail['command-id'], instanceId: detail['instance-id'], messageId });
    } else {
      unreadable.push({ messageId, problem: describeIssues(event.error.issues) });
    }
  }
  return { notices, unreadable };
}
