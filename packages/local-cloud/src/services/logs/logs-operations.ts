import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import type { LogStore } from './log-store.ts';
import { describeLogGroups } from './operations/describe-log-groups.ts';
import { describeLogStreams } from './operations/describe-log-streams.ts';
import { filterLogEvents } from './operations/filter-log-events.ts';
import { getLogEvents } from './operations/get-log-events.ts';

/** The operations by API name, each in a file of its name. */
export function logsOperations(host: Host, store: LogStore) {
  return {
    DescribeLogGroups: describeLogGroups(host, store),
    DescribeLogStreams: describeLogStreams(host, store),
    FilterLogEvents: filterLogEvents(host, store),
    GetLogEvents: getLogEvents(host, store),
  } satisfies Record<string, Operation>;
}
