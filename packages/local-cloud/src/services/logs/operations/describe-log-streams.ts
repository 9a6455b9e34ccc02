import type {
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Host } from '../../../core/host.ts';
import { takePage } from '../../../core/page.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { groupNameOf, logGroupArn, onLogGroup } from '../log-group-arn.ts';
import type { LogEvent, LogStore } from '../log-store.ts';
import { refuseToken } from '../log-tokens.ts';

const streamsMax = 50;

/** DescribeLogStreams: the streams of a group, by name or by their latest line. */
export function describeLogStreams(
  host: Host,
  store: LogStore,
): Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> {
  return {
    authorize: (input) => onLogGroup(host, 'DescribeLogStreams', groupNameOf(input)),
    run(input) {
      check(input);
      const { logStreamNamePrefix: prefix = '', limit, nextToken, ...request } = input;
      const group = groupNameOf(input);
      const found = streamsOf(host, group, store.events(group)).filter(({ logStreamName }) =>
        logStreamName.startsWith(prefix),
      );
      const read = (stream: (typeof found)[number]) =>
        input.orderBy === 'LastEventTime' ? stream.lastEventTimestamp : stream.logStreamName;
      found.sort((one, other) => (read(one) < read(other) ? -1 : 1));
      if (input.descending === true) found.reverse();
      const asked = { MaxResults: limit, NextToken: nextToken };
      const { page, next } = takePage(found, asked, {
        size: streamsMax,
        request: { prefix, ...request },
        refuseToken,
      });
      return {
        logStreams: [...page],
        ...(next.NextToken === undefined ? {} : { nextToken: next.NextToken }),
      };
    },
  };
}

function check({ orderBy, logStreamNamePrefix: prefix }: DescribeLogStreamsRequest): void {
  if (orderBy === 'LastEventTime' && prefix !== undefined)
    throw new ServiceError(
      'InvalidParameterException',
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    );
}

type Stream = LogStream & { logStreamName: string; lastEventTimestamp: number };

function streamsOf(host: Host, group: string, events: readonly LogEvent[]): Stream[] {
  const streams = new Map<string, Stream>();
  for (const { stream, atMs } of events) {
    const { creationTime = atMs, firstEventTimestamp = atMs } = streams.get(stream) ?? {};
    streams.set(stream, {
      logStreamName: stream,
      creationTime,
      firstEventTimestamp,
      lastEventTimestamp: atMs,
      lastIngestionTime: atMs,
      arn: `${logGroupArn(host, group)}:log-stream:${stream}`,
      storedBytes: 0,
    });
  }
  return [...streams.values()];
}
