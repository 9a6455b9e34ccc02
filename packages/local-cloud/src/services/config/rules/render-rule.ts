import type * as Sdk from '@aws-sdk/client-config-service';
import { type ConfigRule, isPeriodic } from './config-rule.ts';

/** A rule as the service shows it. */
export function renderRule(rule: ConfigRule, isEvaluating: boolean): Sdk.ConfigRule {
  const { name, arn, id, description, scope, identifier, inputParameters, frequency } = rule;
  const { types, tagKey, tagValue, resourceId } = scope;
  const isScoped = types.length > 0 || tagKey !== undefined;
  return {
    ...{ ConfigRuleName: name, ConfigRuleArn: arn, ConfigRuleId: id },
    ...(description === undefined ? {} : { Description: description }),
    ...(isScoped ? { Scope: { ...given({ TagKey: tagKey, TagValue: tagValue }), ...ofTypes() } } : {}),
    Source: { Owner: 'AWS', SourceIdentifier: identifier },
    ...(inputParameters === undefined ? {} : { InputParameters: inputParameters }),
    ...(isPeriodic(rule) ? { MaximumExecutionFrequency: frequency ?? 'TwentyFour_Hours' } : {}),
    ConfigRuleState: isEvaluating ? 'EVALUATING' : 'ACTIVE',
    EvaluationModes: [{ Mode: 'DETECTIVE' }],
  };

  function ofTypes(): Sdk.Scope {
    if (types.length === 0) return {};
    return { ComplianceResourceTypes: [...types], ...given({ ComplianceResourceId: resourceId }) };
  }
}

/** The members that have a value. */
function given(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
