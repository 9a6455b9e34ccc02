import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { Host } from '../../../core/host.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { busNameOf, type CustomEvent, checkEntries, readEntry } from '../put-entry.ts';

/**
 * PutEvents. `put` takes an event and the name of its bus, and returns the event's id. An entry for a bus that is not
 * there succeeds, and nothing receives it. Recorded.
 */
export function putEvents(
  { partition, region, accountId }: Host,
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
      const read = checkEntries(input.Entries).map(readEntry);
      return {
        FailedEntryCount: read.filter((entry) => !entry.ok).length,
        Entries: read.map((entry) => (entry.ok ? { EventId: put(entry.event, entry.busName) } : entry.error)),
      };
    },
  };
}
