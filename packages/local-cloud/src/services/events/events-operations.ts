import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import type { BusRules } from './bus-rules.ts';
import { describeRule } from './operations/describe-rule.ts';
import { listRules } from './operations/list-rules.ts';
import { listTargetsByRule } from './operations/list-targets-by-rule.ts';
import { putEvents } from './operations/put-events.ts';
import { testEventPattern } from './operations/test-event-pattern.ts';
import type { CustomEvent } from './put-entry.ts';

/** The operations by API name, each in a file of its name. `put` puts an event on a bus and returns its id. */
export function eventsOperations(
  host: Host,
  rules: BusRules,
  put: (event: CustomEvent, busName: string) => string,
) {
  return {
    DescribeRule: describeRule(rules),
    ListRules: listRules(rules),
    ListTargetsByRule: listTargetsByRule(rules),
    PutEvents: putEvents(host, put),
    TestEventPattern: testEventPattern(),
  } satisfies Record<string, Operation>;
}
