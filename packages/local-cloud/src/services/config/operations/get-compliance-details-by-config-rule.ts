import type {
  EvaluationResult,
  GetComplianceDetailsByConfigRuleRequest,
  GetComplianceDetailsByConfigRuleResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import { takeConfigPage } from '../config-page.ts';
import { type ConfigWorld, ruleArn } from '../config-world.ts';
import type { EvaluationResult as Kept } from '../rules/compliance-book.ts';
import { refuseInsufficient } from '../rules/compliance-filter.ts';

/** The results on a page (API reference). */
const pageSize = 10;

/** GetComplianceDetailsByConfigRule. */
export function getComplianceDetailsByConfigRule(
  world: ConfigWorld,
): Operation<GetComplianceDetailsByConfigRuleRequest, GetComplianceDetailsByConfigRuleResponse> {
  return {
    authorize: ({ ConfigRuleName: name }) => [
      { action: 'config:GetComplianceDetailsByConfigRule', resource: ruleArn(world, name) },
    ],
    run({ ConfigRuleName: name = '', ComplianceTypes: types = [], Limit, NextToken }) {
      world.rules.get(name);
      refuseInsufficient(types);
      const found = world.book
        .of(name)
        .filter(({ compliance }) => types.length === 0 || types.includes(compliance));
      const request = [name, types];
      const { page, next } = takeConfigPage(found, { Limit, NextToken }, { size: pageSize, request });
      return { EvaluationResults: page.map((result) => render(name, result)), ...next };
    },
  };
}

function render(ConfigRuleName: string, { resource, compliance, ...times }: Kept): EvaluationResult {
  return {
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ...{ ConfigRuleName, ResourceType: resource.type, ResourceId: resource.id },
        EvaluationMode: 'DETECTIVE',
      },
      OrderingTimestamp: new Date(times.orderedMs),
    },
    ComplianceType: compliance,
    ResultRecordedTime: new Date(times.recordedMs),
    ConfigRuleInvokedTime: new Date(times.invokedMs),
  };
}
