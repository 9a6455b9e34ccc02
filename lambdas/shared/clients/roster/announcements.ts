import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { chunk } from '../../domain/commands/order.ts';
import type { RosterEntry, RosterMove } from '../../domain/roster/roster-entry.ts';
import { eventDetailTypes, eventSource } from '../../runtime/contract.ts';
import type { Log } from '../../runtime/log.ts';
import { connect } from '../connect.ts';

/** Tells others, through EventBridge, when an entry comes to rest. */
export interface Announcements {
  /**
   * Puts one event for each move into `onboarded`, `failed` or `unmanaged`, and for each new cause of an entry that is
   * unmanaged. An event that EventBridge does not take is logged and lost: the roster is the account, events only tell
   * of it.
   */
  announce(moves: readonly RosterMove[]): Promise<void>;
}

/** `PutEvents` takes at most 10 events a call (EventBridge API reference). */
const eventsPerCallMax = 10;

/** Tells through the default event bus. */
export function createAnnouncements(log: Log, client = connect(EventBridgeClient)): Announcements {
  return {
    async announce(moves) {
      for (const some of chunk(moves.flatMap(toEvent), eventsPerCallMax)) {
        try {
          const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries: some }));
          if (FailedEntryCount > 0) log.warn('events refused', { count: FailedEntryCount });
        } catch (error) {
          log.warn('events refused', { count: some.length, answer: String(error) });
        }
      }
    },
  };
}

function toEvent({ from, to }: RosterMove): PutEventsRequestEntry[] {
  const { status } = to;
  if (status !== 'onboarded' && status !== 'failed' && status !== 'unmanaged') return [];
  if (from?.status === status && from.reason === to.reason && from.causeDetail === to.causeDetail) return [];
  const detail = describe(to);
  return [{ Source: eventSource, DetailType: eventDetailTypes[status], Detail: JSON.stringify(detail) }];
}

/** The detail of an event. docs/events.md describes it; fields are added, never renamed. */
function describe(entry: RosterEntry) {
  const { instanceId, status, reason, source, platform, profile, document, documentVersion, commandId } =
    entry;
  const { causeDetail, statusDetails, step, exitCode, attempts } = entry;
  return {
    'instance-id': instanceId,
    status,
    reason,
    'cause-detail': causeDetail,
    source,
    platform,
    profile,
    document,
    'document-version': documentVersion,
    'command-id': commandId,
    'status-details': statusDetails,
    step,
    'exit-code': exitCode,
    attempts,
  };
}
