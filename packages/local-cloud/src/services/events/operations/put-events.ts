import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { Host } from '../../../core/host.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { type CustomEvent, checkEntries, readEntry } from '../put-entry.ts';

/** PutEvents on the default bus. `put` takes an event and returns its id. */
export function putEvents(
  { partition, region, accountId }: Host,
  put: (event: CustomEvent) => string,
): Operation<PutEventsRequest, PutEventsResponse> {
  const resource = `arn:${partition}:events:${region}:${accountId}:event-bus/default`;
  return {
    authorize: ({ Entries: entries = [] }) =>
      entries.map(({ Source: source = '', DetailType: detailType = '' }) => ({
        action: 'events:PutEvents',
        resource,
        conditions: { 'events:source': source, 'events:detail-type': detailType },
      })),
    run(input) {
      refuseMembers('PutEvents', input, ['EndpointId']);
      const read = checkEntries(input.Entries).map(readEntry);
      return {
        FailedEntryCount: read.filter((entry) => !entry.ok).length,
        Entries: read.map((entry) => (entry.ok ? { EventId: put(entry.event) } : entry.error)),
      };
    },
  };
}
