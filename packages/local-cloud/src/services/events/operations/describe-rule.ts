import type { DescribeRuleRequest, DescribeRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../core/service.ts';
import { type BusRules, refuseOtherBus, renderRule } from '../bus-rules.ts';

/** DescribeRule. */
export function describeRule(rules: BusRules): Operation<DescribeRuleRequest, DescribeRuleResponse> {
  return {
    authorize: ({ Name: name = '' }) => [{ action: 'events:DescribeRule', resource: rules.arn(name) }],
    run({ Name: name, EventBusName: busName }) {
      refuseOtherBus(busName);
      const rule = rules.get(name);
      return { ...renderRule(rule), CreatedBy: rule.arn.split(':')[4] };
    },
  };
}
