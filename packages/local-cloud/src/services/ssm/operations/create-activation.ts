import type { CreateActivationRequest, CreateActivationResult } from '@aws-sdk/client-ssm';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import type { NodeWorld } from '../nodes/node-world.ts';

/** CreateActivation: the only answer that shows the code. */
export function createActivation({
  activations,
}: NodeWorld): Operation<CreateActivationRequest, CreateActivationResult> {
  return {
    authorize: ({ IamRole = '' }) => [
      { action: 'ssm:CreateActivation', resource: '*' },
      {
        action: 'iam:PassRole',
        resource: activations.roleArn(IamRole),
        conditions: { 'iam:PassedToService': 'ssm.amazonaws.com' },
      },
    ],
    run(input) {
      if (input.RegistrationMetadata !== undefined)
        throw new NotEmulatedError('CreateActivation with RegistrationMetadata');
      const { id, code } = activations.create(input);
      return { ActivationId: id, ActivationCode: code };
    },
  };
}
