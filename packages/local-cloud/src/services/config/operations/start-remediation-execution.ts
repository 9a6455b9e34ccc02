import type {
  StartRemediationExecutionRequest,
  StartRemediationExecutionResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';
import { isUnderWay } from '../remediation/remediation-book.ts';
import { readKeys } from '../remediation/resource-keys.ts';
import type { ResourceKey } from '../resource-key.ts';

/** StartRemediationExecution: for what the rule has found not compliant, and is not being remediated. */
export function startRemediationExecution({
  remediations,
  remediator,
  book,
}: ConfigWorld): Operation<StartRemediationExecutionRequest, StartRemediationExecutionResponse> {
  return {
    authorize: () => [{ action: 'config:StartRemediationExecution', resource: '*' }],
    run({ ConfigRuleName: name = '', ResourceKeys: given = [] }) {
      const remediation = remediations.get(name);
      const keys = readKeys(given);
      const reasons = keys.map((key) => refusal(key));
      keys.forEach((key, index) => {
        if (reasons[index] === undefined && refusal(key) === undefined) remediator.request(remediation, key);
      });
      const failed = given.filter((_, index) => reasons[index] !== undefined);
      if (failed.length === 0) return {};
      return { FailureMessage: [...new Set(reasons)].filter(Boolean).join(' '), FailedItems: failed };

      function refusal(key: ResourceKey): string | undefined {
        if (book.find(name, key)?.compliance !== 'NON_COMPLIANT') return 'The resource is already compliant.';
        return isUnderWay(remediation, key) ? 'A remediation of the resource is in progress.' : undefined;
      }
    },
  };
}
