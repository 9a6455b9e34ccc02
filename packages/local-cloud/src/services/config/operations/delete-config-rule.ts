import type { DeleteConfigRuleRequest } from '@aws-sdk/client-config-service';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { type ConfigWorld, ruleArn } from '../config-world.ts';

/** DeleteConfigRule: the rule and its results go, at once. Its remediation must be deleted first. */
export function deleteConfigRule(world: ConfigWorld): Operation<DeleteConfigRuleRequest, object> {
  const { rules, evaluations, remediations } = world;
  return {
    authorize: ({ ConfigRuleName: name }) => [
      { action: 'config:DeleteConfigRule', resource: ruleArn(world, name) },
    ],
    run({ ConfigRuleName: name = '' }) {
      const rule = rules.get(name);
      if (remediations.find(name) !== undefined)
        throw new ServiceError(
          'ResourceInUseException',
          `A remediation action is associated with the rule ${name}. Delete it before the rule.`,
        );
      evaluations.forget(rule);
      rules.remove(name);
      return {};
    },
  };
}
