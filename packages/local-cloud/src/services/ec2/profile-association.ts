import type { IamInstanceProfileAssociation, IamInstanceProfileAssociationState } from '@aws-sdk/client-ec2';
import { profileId } from '../../core/iam/iam-ids.ts';
import type { Instance } from './ec2-instance.ts';

const prefix = 'iip-assoc-';

/** The id of an instance's association with a profile. It is derived from that of the instance. */
export function associationId({ id }: Instance): string {
  return id.replace('i-', prefix);
}

/** The id of the instance in an association. */
export function instanceIdIn(association: string): string {
  return association.startsWith(prefix) ? association.replace(prefix, 'i-') : '';
}

/** An association as EC2 shows it. */
export function renderAssociation(
  instance: Instance,
  state: IamInstanceProfileAssociationState,
): IamInstanceProfileAssociation {
  const { instanceProfileArn: arn = '' } = instance;
  return {
    AssociationId: associationId(instance),
    InstanceId: instance.id,
    IamInstanceProfile: { Arn: arn, Id: profileId(arn) },
    State: state,
  };
}
