import type * as Sdk from '@aws-sdk/client-ec2';
import { profileId } from '../../../core/iam/iam-ids.ts';
import { type DescribeRequest, describeResources, type Listing } from '../describe-resources.ts';
import type { Instance } from '../ec2-instance.ts';
import type { Ec2World } from '../ec2-world.ts';
import { readFilters } from '../filters.ts';
import type { Fleet } from '../instance-fleet.ts';

/** DescribeIamInstanceProfileAssociations. The ids of associations are derived from those of the instances. */
export function describeIamInstanceProfileAssociations({ fleet, host }: Ec2World) {
  const listing: Listing<
    Instance,
    Sdk.IamInstanceProfileAssociation,
    Sdk.DescribeIamInstanceProfileAssociationsRequest
  > = {
    operation: 'DescribeIamInstanceProfileAssociations',
    member: 'IamInstanceProfileAssociations',
    resources: (input) =>
      candidates(fleet, input).filter(
        ({ spec, state }) => spec.instanceProfileArn !== undefined && state !== 'terminated',
      ),
    idOf: associationId,
    idsOf: (input) => input.AssociationIds,
    notFound: ['NoSuchAssociation', 'association'],
    readers: { 'instance-id': ({ id }) => id, state: () => 'associated' },
    render: (instance) => ({
      AssociationId: associationId(instance),
      InstanceId: instance.id,
      IamInstanceProfile: {
        Arn: instance.spec.instanceProfileArn,
        Id: profileId(instance.spec.instanceProfileArn ?? ''),
      },
      State: 'associated',
    }),
    page: { min: 5, max: 1000, beyond: 'any', words: 'maxResults', ids: 'AssociationIds' },
  };
  return describeResources(listing, host);
}

function associationId({ id }: Instance): string {
  return id.replace('i-', 'iip-assoc-');
}

/**
 * The candidates: the instances in a filter by id, if any, so that the cost of a call does not depend on the size of
 * the fleet.
 */
function candidates(fleet: Fleet, { Filters: filters = [] }: DescribeRequest): Instance[] {
  const named = readFilters(filters.filter(({ Name: name }) => name === 'instance-id')).instanceIds;
  return named === undefined ? [...fleet.from(0)] : named.flatMap((id) => fleet.find(id) ?? []);
}
