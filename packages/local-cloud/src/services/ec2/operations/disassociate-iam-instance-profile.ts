import type {
  DisassociateIamInstanceProfileRequest,
  DisassociateIamInstanceProfileResult,
} from '@aws-sdk/client-ec2';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { instanceIdIn, renderAssociation } from '../profile-association.ts';

/** DisassociateIamInstanceProfile: takes the profile from an instance. */
export function disassociateIamInstanceProfile(
  world: Ec2World,
): Operation<DisassociateIamInstanceProfileRequest, DisassociateIamInstanceProfileResult> {
  const action = 'ec2:DisassociateIamInstanceProfile';
  return {
    authorize: ({ AssociationId: id = '' }, { nowMs }) =>
      instanceAuthorizations(world, { action, ids: [instanceIdIn(id)], nowMs }),
    run({ AssociationId: id = '' }) {
      const instance = world.fleet.find(instanceIdIn(id));
      if (instance?.instanceProfileArn === undefined || instance.state === 'terminated')
        throw new ServiceError('NoSuchAssociation', `The association ID '${id}' does not exist`);
      const association = renderAssociation(instance, 'disassociating');
      world.profileChanges.disassociate(instance);
      return { IamInstanceProfileAssociation: association };
    },
  };
}
