import type { Constraints, Limits } from '../input-check.ts';

const name: Limits = { length: [1, 64], pattern: '[\\.\\-_A-Za-z0-9]+' };
const eventBusName: Limits = {
  length: [1, 1600],
  pattern: '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+',
};

const arn: Limits = { length: [1, 1600] };

/** The limits of the inputs of EventBridge's, also of those that templates make. Source: its service model. */
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
  'PutRuleRequest.Name': name,
  'PutRuleRequest.EventPattern': { length: [0, 4096] },
  'PutRuleRequest.State': {
    oneOf: ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'],
  },
  'PutRuleRequest.Description': { length: [0, 512] },
  'PutTargetsRequest.Rule': name,
  'PutTargetsRequest.Targets': { length: [1, 100] },
  'Target.Id': name,
  'Target.Arn': arn,
  'Target.RoleArn': arn,
  'Target.Input': { length: [0, 8192] },
  'Target.InputPath': { length: [0, 256] },
  'InputTransformer.InputPathsMap': { length: [0, 100] },
  'InputTransformer.InputPathsMap{key}': { length: [1, 256], pattern: '[A-Za-z0-9\\_\\-]+' },
  'InputTransformer.InputPathsMap{}': { length: [0, 256] },
  'InputTransformer.InputTemplate': { length: [1, 8192] },
  'RetryPolicy.MaximumRetryAttempts': { range: [0, 185] },
  'RetryPolicy.MaximumEventAgeInSeconds': { range: [60, 86400] },
  'DeadLetterConfig.Arn': arn,
  'TestEventPatternRequest.EventPattern': { length: [0, 4096] },
};
