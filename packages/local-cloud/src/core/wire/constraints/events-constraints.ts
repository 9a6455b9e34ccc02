import type { Constraints, Limits } from '../input-check.ts';

const name: Limits = { length: [1, 64], pattern: '[\\.\\-_A-Za-z0-9]+' };
const eventBusName: Limits = {
  length: [1, 1600],
  pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+',
};

/** The limits of the inputs of EventBridge's. Source: its service model. */
export const eventsConstraints: Constraints = {
  'DescribeRuleRequest.Name': name,
  'DescribeRuleRequest.EventBusName': eventBusName,
  'ListRulesRequest.NamePrefix': name,
  'ListRulesRequest.EventBusName': eventBusName,
  'ListRulesRequest.NextToken': { length: [1, 2048] },
  'ListRulesRequest.Limit': { range: [1, 100] },
  'ListTargetsByRuleRequest.Rule': name,
  'ListTargetsByRuleRequest.EventBusName': eventBusName,
  'ListTargetsByRuleRequest.NextToken': { length: [1, 2048] },
  'ListTargetsByRuleRequest.Limit': { range: [1, 100] },
  'PutEventsRequest.Entries': { length: [1, 10] },
  'PutEventsRequestEntry.Resources[]': { length: [0, 2048] },
  'PutEventsRequestEntry.EventBusName': {
    length: [1, 1600],
    pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+',
  },
  'PutEventsRequestEntry.TraceHeader': { length: [1, 500] },
  'PutEventsRequest.EndpointId': { length: [1, 50], pattern: '^[A-Za-z0-9\\-]+[\\.][A-Za-z0-9\\-]+$' },
  'TestEventPatternRequest.EventPattern': { length: [0, 4096] },
};
