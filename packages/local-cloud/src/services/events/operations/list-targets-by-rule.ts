import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../core/service.ts';
import { type BusRules, refuseOtherBus, refusePages } from '../bus-rules.ts';

/** ListTargetsByRule. */
export function listTargetsByRule(
  rules: BusRules,
): Operation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> {
  return {
    authorize: ({ Rule: name = '' }) => [{ action: 'events:ListTargetsByRule', resource: rules.arn(name) }],
    run(input) {
      refuseOtherBus(input.EventBusName);
      refusePages(input, 'ListTargetsByRule');
      const { targets } = rules.get(input.Rule);
      return { Targets: targets.map(({ id, arn, roleArn }) => ({ Id: id, Arn: arn, RoleArn: roleArn })) };
    },
  };
}
