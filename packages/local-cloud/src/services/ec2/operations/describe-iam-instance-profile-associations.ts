import type * as Sdk from '@aws-sdk/client-ec2';
import { type DescribeRequest, describeResources, type Listing } from '../describe-resources.ts';
import type { Instance } from '../ec2-instance.ts';
import type { Ec2World } from '../ec2-world.ts';
import { readFilters } from '../filters.ts';
import type { Fleet } from '../instance-fleet.ts';
import { associationId, renderAssociation } from '../profile-association.ts';

/** DescribeIamInstanceProfileAssociations. */
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
        ({ instanceProfileArn, state }) => instanceProfileArn !== undefined && state !== 'terminated',
      ),
    idOf: associationId,
    idsOf: (input) => input.AssociationIds,
    notFound: ['NoSuchAssociation', 'association'],
    readers: { 'instance-id': ({ id }) => id, state: () => 'associated' },
    render: (instance) => renderAssociation(instance, 'associated'),
    page: { min: 5, max: 1000, beyond: 'any', words: 'maxResults', ids: 'AssociationIds' },
  };
  return describeResources(listing, host);
}

/**
 * The candidates: the instances in a filter by id, if any, so that the cost of a call does not depend on the size of
 * the fleet.
 */
function candidates(fleet: Fleet, { Filters: filters = [] }: DescribeRequest): Instance[] {
  const named = readFilters(filters.filter(({ Name: name }) => name === 'instance-id')).instanceIds;
  return named === undefined ? [...fleet.from(0)] : named.flatMap((id) => fleet.find(id) ?? []);
}
