import type { DeleteActivationRequest } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { NodeWorld } from '../nodes/node-world.ts';

/** DeleteActivation. The nodes of the activation stay registered. */
export function deleteActivation({ activations }: NodeWorld): Operation<DeleteActivationRequest, object> {
  return {
    authorize: () => [{ action: 'ssm:DeleteActivation', resource: '*' }],
    run({ ActivationId = '' }) {
      activations.delete(ActivationId);
      return {};
    },
  };
}
