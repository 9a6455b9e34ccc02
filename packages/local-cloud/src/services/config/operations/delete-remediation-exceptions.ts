import type {
  DeleteRemediationExceptionsRequest,
  DeleteRemediationExceptionsResponse,
} from '@aws-sdk/client-config-service';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';
import { keyOf } from '../resource-key.ts';

/** DeleteRemediationExceptions: automatic remediation may try these resources again. */
export function deleteRemediationExceptions({
  remediations,
}: ConfigWorld): Operation<DeleteRemediationExceptionsRequest, DeleteRemediationExceptionsResponse> {
  return {
    authorize: () => [{ action: 'config:DeleteRemediationExceptions', resource: '*' }],
    run({ ConfigRuleName: name = '', ResourceKeys: given = [] }) {
      const exceptions = remediations.find(name)?.exceptions;
      const missing = given.filter(
        ({ ResourceType: type = '', ResourceId: id = '' }) =>
          exceptions?.delete(keyOf({ type, id })) !== true,
      );
      if (missing.length === given.length)
        throw new ServiceError(
          'NoSuchRemediationExceptionException',
          `The rule ${name} has no remediation exception for these resources.`,
        );
      const FailureMessage = 'There is no remediation exception for these resources.';
      return { FailedBatches: missing.length === 0 ? [] : [{ FailureMessage, FailedItems: missing }] };
    },
  };
}
