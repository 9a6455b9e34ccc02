import type { GetLogEventsRequest, GetLogEventsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Host } from '../../../core/host.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { groupNameOf, onLogGroup } from '../log-group-arn.ts';
import type { LogStore } from '../log-store.ts';
import { refuseToken } from '../log-tokens.ts';

const eventsMax = 10_000;

/**
 * GetLogEvents: the lines of one stream, the latest page first unless `startFromHead` is given. A token is `f/` or `b/`
 * and a position, as on AWS; at an end, the same token is answered again.
 */
export function getLogEvents(
  host: Host,
  store: LogStore,
): Operation<GetLogEventsRequest, GetLogEventsResponse> {
  return {
    authorize: (input) => onLogGroup(host, 'GetLogEvents', groupNameOf(input)),
    run(input) {
      refuseMembers('GetLogEvents', input, ['unmask']);
      const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = eventsMax } = input;
      const ofStream = store
        .events(groupNameOf(input))
        .filter(({ stream }) => stream === input.logStreamName);
      if (ofStream.length === 0)
        throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
      const found = ofStream.filter(({ atMs }) => atMs >= startTime && atMs < endTime);
      const [from, to] = readRange(input, found.length, limit);
      return {
        events: found
          .slice(from, to)
          .map(({ atMs, message }) => ({ timestamp: atMs, message, ingestionTime: atMs })),
        nextForwardToken: `f/${to}`,
        nextBackwardToken: `b/${from}`,
      };
    },
  };
}

function readRange(
  { nextToken, startFromHead = false }: GetLogEventsRequest,
  count: number,
  limit: number,
): readonly [from: number, to: number] {
  if (nextToken === undefined)
    return startFromHead ? [0, Math.min(limit, count)] : [Math.max(0, count - limit), count];
  const [, direction, position] = /^([fb])\/(\d+)$/.exec(nextToken) ?? [];
  if (direction === undefined) throw refuseToken();
  const at = Math.min(Number(position), count);
  return direction === 'f' ? [at, Math.min(at + limit, count)] : [Math.max(0, at - limit), at];
}
