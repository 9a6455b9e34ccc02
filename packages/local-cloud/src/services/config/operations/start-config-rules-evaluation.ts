import type {
  StartConfigRulesEvaluationRequest,
  StartConfigRulesEvaluationResponse,
} from '@aws-sdk/client-config-service';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { type ConfigWorld, ruleArn } from '../config-world.ts';
import { invalidValue } from '../invalid-value.ts';

/** The least time between two calls for a rule (API reference: once a minute). */
const callsEveryMs = 60_000;

/** StartConfigRulesEvaluation: evaluates rules on what is known, and records nothing anew. */
export function startConfigRulesEvaluation(
  world: ConfigWorld,
): Operation<StartConfigRulesEvaluationRequest, StartConfigRulesEvaluationResponse> {
  const { rules, evaluations } = world;
  const calledMs = new Map<string, number>();
  return {
    authorize: ({ ConfigRuleNames: names = [] }) =>
      names.map((name) => ({ action: 'config:StartConfigRulesEvaluation', resource: ruleArn(world, name) })),
    run({ ConfigRuleNames: names = [] }, { nowMs }) {
      if (names.length === 0) throw invalidValue('The list of ConfigRuleNames is empty.');
      const chosen = rules.select(names);
      const isEarly = chosen.some(
        (rule) =>
          evaluations.isEvaluating(rule) ||
          (calledMs.get(rule.id) ?? Number.NEGATIVE_INFINITY) + callsEveryMs > nowMs,
      );
      if (isEarly)
        throw new ServiceError(
          'LimitExceededException',
          'An evaluation is in progress, or StartConfigRulesEvaluation was called within the last minute.',
        );
      for (const rule of chosen) {
        calledMs.set(rule.id, nowMs);
        evaluations.evaluateAll(rule);
      }
      return {};
    },
  };
}
