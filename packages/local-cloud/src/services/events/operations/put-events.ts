import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { Host } from '../../../core/host.ts';
import { billedChunks } from '../../../core/meter.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { busNameOf, type CustomEvent, checkEntries, readEntry, sizeOf } from '../put-entry.ts';

/**
 * PutEvents. `put` takes an event and the name of its bus, and returns the event's id. An entry for a bus that is not
 * there succeeds, and nothing receives it. Recorded.
 */
export function putEvents(
  { partition, region, accountId, bill }: Host,
  put: (event: CustomEvent, busName: string) => string,
): Operation<PutEventsRequest, PutEventsResponse> {
  const buses = `arn:${partition}:events:${region}:${accountId}:event-bus/`;
  return {
    authorize: ({ Entries: entries = [] }) =>
      entries.map((entry) => ({
        action: 'events:PutEvents',
        resource: `${buses}${busNameOf(entry)}`,
        conditions: { 'events:source': entry.Source ?? '', 'events:detail-type': entry.DetailType ?? '' },
      })),
    run(input) {
      refuseMembers('PutEvents', input, ['EndpointId']);
      const entries = checkEntries(input.Entries);
      const read = entries.map(readEntry);
      entries.forEach((entry, place) => {
        if (read[place]?.ok === true)
          bill('events.customEvents', busNameOf(entry), billedChunks(sizeOf(entry)));
      });
      return {
        FailedEntryCount: read.filter((entry) => !entry.ok).length,
        Entries: read.map((entry) => (entry.ok ? { EventId: put(entry.event, entry.busName) } : entry.error)),
      };
    },
  };
}
