import type {
  AssociateIamInstanceProfileRequest,
  AssociateIamInstanceProfileResult,
} from '@aws-sdk/client-ec2';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { Instance } from '../ec2-instance.ts';
import type { Ec2World } from '../ec2-world.ts';
import { instanceAuthorizations } from '../instance-authorizations.ts';
import { findInstances } from '../instance-ids.ts';
import { renderAssociation } from '../profile-association.ts';

/** AssociateIamInstanceProfile: gives a profile to a running or stopped instance that has none. */
export function associateIamInstanceProfile(
  world: Ec2World,
): Operation<AssociateIamInstanceProfileRequest, AssociateIamInstanceProfileResult> {
  return {
    authorize({ InstanceId: id = '', IamInstanceProfile: asked = {} }, { nowMs }) {
      const profile = world.profiles.find(asked);
      const call = { action: 'ec2:AssociateIamInstanceProfile', ids: [id], nowMs };
      const conditions = { 'iam:PassedToService': 'ec2.amazonaws.com' };
      const ofRole = profile?.roleArn;
      return [
        ...instanceAuthorizations(world, call).map((each) => ({
          ...each,
          conditions: { ...each.conditions, ...(profile && { 'ec2:NewInstanceProfile': profile.arn }) },
        })),
        ...(ofRole === undefined ? [] : [{ action: 'iam:PassRole', resource: ofRole, conditions }]),
      ];
    },
    run({ InstanceId: id = '', IamInstanceProfile: asked = {} }) {
      const [instance] = findInstances(world.fleet, [id]);
      const profile = world.profiles.find(asked);
      if (profile === undefined) throw unknownProfile(asked);
      if (instance === undefined) throw new Error(`no instance ${id}`);
      refuse(instance);
      world.profileChanges.associate(instance, profile.arn);
      return { IamInstanceProfileAssociation: renderAssociation(instance, 'associating') };
    },
  };
}

/** The words are recorded. */
function refuse({ id, state, instanceProfileArn }: Instance): void {
  if (state !== 'running' && state !== 'stopped')
    throw new ServiceError(
      'IncorrectInstanceState',
      `The instance '${id}' is not in the 'running' or 'stopped' states.`,
    );
  if (instanceProfileArn !== undefined)
    throw new ServiceError('IncorrectState', `There is an existing association for instance ${id}`);
}

/** The words are recorded. */
function unknownProfile({ Arn: arn, Name: name }: { Arn?: string | undefined; Name?: string | undefined }) {
  const [value, member, kind] = arn === undefined ? [name ?? '', 'name', 'name'] : [arn, 'arn', 'ARN'];
  return new ServiceError(
    'InvalidParameterValue',
    `Value (${value}) for parameter iamInstanceProfile.${member} is invalid. Invalid IAM Instance Profile ${kind}`,
  );
}
