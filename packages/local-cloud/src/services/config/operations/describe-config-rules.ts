import type { DescribeConfigRulesRequest, DescribeConfigRulesResponse } from '@aws-sdk/client-config-service';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { takeConfigPage } from '../config-page.ts';
import type { ConfigWorld } from '../config-world.ts';
import { renderRule } from '../rules/render-rule.ts';

/** The rules on a page. Assumed. */
const pageSize = 25;

/** DescribeConfigRules. All rules are evaluated after the fact, so a filter by another mode finds none. */
export function describeConfigRules({
  rules,
  evaluations,
}: ConfigWorld): Operation<DescribeConfigRulesRequest, DescribeConfigRulesResponse> {
  return {
    authorize: () => [{ action: 'config:DescribeConfigRules', resource: '*' }],
    run({ ConfigRuleNames: names, Filters: filters = {}, NextToken }) {
      refuseMembers('DescribeConfigRules', filters, ['RuleEvaluationVisibility']);
      const { EvaluationMode: mode } = filters;
      const found = mode === 'PROACTIVE' ? [] : rules.select(names);
      const { page, next } = takeConfigPage(found, { NextToken }, { size: pageSize, request: [names, mode] });
      return { ConfigRules: page.map((rule) => renderRule(rule, evaluations.isEvaluating(rule))), ...next };
    },
  };
}
