import * as z from 'zod/mini';
import { type StateChange, watchedStates } from '../shared/domain/fleet/state-change.ts';
import { stateChangeDetailType } from '../shared/runtime/contract.ts';
import { type QueueRecord, readRecords } from '../shared/runtime/queue-record.ts';

const stateChangeEvent = z.object({
  'detail-type': z.literal(stateChangeDetailType),
  source: z.optional(z.string()),
  time: z.iso.datetime(),
  detail: z.object({
    'instance-id': z.string().check(z.regex(/^i-(\w{8}|\w{17})$/)),
    state: z.enum(watchedStates),
  }),
});

/** Reads `EC2 Instance State-change Notification` events from queue records. */
export function parseStateChanges(records: readonly QueueRecord[]) {
  return readRecords(
    records,
    stateChangeEvent,
    ({ time, detail, source }): StateChange => ({
      instanceId: detail['instance-id'],
      state: detail.state,
      atMs: Date.parse(time),
      ...(detail.state === 'terminated' && source === 'aws.ec2' ? { isOver: true } : {}),
    }),
  );
}
