import * as z from 'zod/mini';
import { type QueueRecord, readRecords } from '../shared/runtime/queue-record.ts';

/** An event, and the trigger whose rule it matched. */
export interface Triggered {
  readonly trigger: string;
  /** The id of the event: EventBridge may deliver it twice. */
  readonly eventId: string;
  readonly event: Readonly<Record<string, unknown>>;
}

const triggered = z.object({
  trigger: z.string(),
  event: z.looseObject({ id: z.uuid() }),
});

/** Reads what the rules of triggers put into the queue. */
export function parseTriggered(records: readonly QueueRecord[]) {
  return readRecords(
    records,
    triggered,
    ({ trigger, event }): Triggered => ({ trigger, eventId: event.id, event }),
  );
}
