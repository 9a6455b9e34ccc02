import * as z from 'zod/mini';
import { type QueueRecord, readRecords } from '../shared/runtime/queue-record.ts';

/** What an event says: a command has ended on an instance. Systems Manager says how it ended. */
export interface OutcomeNotice {
  readonly commandId: string;
  readonly instanceId: string;
}

const outcomeEvent = z.object({
  'detail-type': z.literal('EC2 Command Invocation Status-change Notification'),
  detail: z.object({
    'command-id': z.string().check(z.minLength(1)),
    'instance-id': z.string().check(z.minLength(1)),
  }),
});

/** Reads `EC2 Command Invocation Status-change Notification` events from queue records. */
export function parseOutcomes(records: readonly QueueRecord[]) {
  return readRecords(
    records,
    outcomeEvent,
    ({ detail }): OutcomeNotice => ({
      commandId: detail['command-id'],
      instanceId: detail['instance-id'],
    }),
  );
}
