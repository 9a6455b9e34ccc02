import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge';
import type { Operation } from '../../../core/service.ts';
import { type BusRules, refuseOtherBus, refusePages, renderRule } from '../bus-rules.ts';

/** ListRules, by name prefix. */
export function listRules(rules: BusRules): Operation<ListRulesRequest, ListRulesResponse> {
  return {
    authorize: () => [{ action: 'events:ListRules', resource: rules.arn('*') }],
    run(input) {
      refuseOtherBus(input.EventBusName);
      refusePages(input, 'ListRules');
      const found = rules.all().filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
      return { Rules: found.map(renderRule) };
    },
  };
}
