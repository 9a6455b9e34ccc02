import type { FilterLogEventsRequest, FilterLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { compileFilter } from '../filter-pattern.ts';
import { groupNameOf, onLogGroup } from '../log-group-arn.ts';
import type { LogEvent, LogStore } from '../log-store.ts';
import { refuseToken } from '../log-tokens.ts';

const eventsMax = 10_000;
/** What a token begins with when the latest lines come first. */
const latestFirst = 'latest.';
/** Before this time, the latest lines cannot come first (API reference). */
const latestFirstFromMs = Date.UTC(2024, 0, 1);

/** FilterLogEvents: the lines of a group in a time, oldest first by default. `aws logs tail` asks this. */
export function filterLogEvents(
  host: Host,
  store: LogStore,
): Operation<FilterLogEventsRequest, FilterLogEventsResponse> {
  return {
    authorize: (input) => onLogGroup(host, 'FilterLogEvents', groupNameOf(input)),
    run(input) {
      check(input);
      // AWS ignores `interleaved`, too: the lines of all streams are always sorted together.
      const { limit, nextToken, startFromHead = true, interleaved: _, ...request } = input;
      const isLatestFirst = nextToken === undefined ? !startFromHead : nextToken.startsWith(latestFirst);
      const matches = compileFilter(input.filterPattern);
      const found = store
        .events(groupNameOf(input))
        .filter((event) => isIn(event, input) && matches(event.message));
      if (isLatestFirst) found.reverse();
      const asked = { MaxResults: limit, NextToken: nextToken?.replace(latestFirst, '') };
      const { page, next } = takePage(found, asked, { size: eventsMax, request, refuseToken });
      return {
        events: page.map(renderEvent),
        searchedLogStreams: [],
        ...(next.NextToken === undefined
          ? {}
          : { nextToken: `${isLatestFirst ? latestFirst : ''}${next.NextToken}` }),
      };
    },
  };
}

function isIn(
  { stream, atMs }: LogEvent,
  { startTime = 0, endTime = Infinity, logStreamNames, logStreamNamePrefix = '' }: FilterLogEventsRequest,
): boolean {
  if (atMs < startTime || atMs > endTime) return false;
  return logStreamNames?.includes(stream) ?? stream.startsWith(logStreamNamePrefix);
}

function check(input: FilterLogEventsRequest): void {
  if ((input.logGroupName === undefined) === (input.logGroupIdentifier === undefined))
    throw invalid('Exactly one of logGroupName and logGroupIdentifier must be given.');
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined)
    throw invalid('logStreamNames and logStreamNamePrefix exclude each other.');
  if (input.startFromHead === false && (input.startTime ?? 0) < latestFirstFromMs)
    throw invalid('startFromHead may be false only with a startTime on or after Jan 1, 2024 00:00:00 UTC.');
  refuseMembers('FilterLogEvents', input, ['unmask']);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** Ids have 56 digits. They sort as the lines do. */
function renderEvent({ stream, atMs, message, sequence }: LogEvent) {
  const eventId = `${String(atMs).padStart(20, '0')}${String(sequence).padStart(36, '0')}`;
  return { logStreamName: stream, timestamp: atMs, message, ingestionTime: atMs, eventId };
}
