import type {
  ComplianceByConfigRule,
  DescribeComplianceByConfigRuleRequest,
  DescribeComplianceByConfigRuleResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import { takeConfigPage } from '../config-page.ts';
import type { ConfigWorld } from '../config-world.ts';

/** The rules on a page, and the most resources that are counted. Assumed. */
const pageSize = 25;
const countMax = 25;

/** DescribeComplianceByConfigRule. */
export function describeComplianceByConfigRule({
  rules,
  book,
}: ConfigWorld): Operation<DescribeComplianceByConfigRuleRequest, DescribeComplianceByConfigRuleResponse> {
  const render = (name: string): ComplianceByConfigRule => {
    const { compliance: ComplianceType, nonCompliantCount: count } = book.summary(name);
    const counted = { CappedCount: Math.min(count, countMax), CapExceeded: count > countMax };
    return {
      ConfigRuleName: name,
      Compliance: { ComplianceType, ...(count === 0 ? {} : { ComplianceContributorCount: counted }) },
    };
  };
  return {
    authorize: () => [{ action: 'config:DescribeComplianceByConfigRule', resource: '*' }],
    run({ ConfigRuleNames: names, ComplianceTypes: types = [], NextToken }) {
      const found = rules
        .select(names)
        .filter(({ name }) => types.length === 0 || types.includes(book.summary(name).compliance));
      const request = [names, types];
      const { page, next } = takeConfigPage(found, { NextToken }, { size: pageSize, request });
      return { ComplianceByConfigRules: page.map(({ name }) => render(name)), ...next };
    },
  };
}
