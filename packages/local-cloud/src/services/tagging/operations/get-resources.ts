import type { GetResourcesInput, GetResourcesOutput } from '@aws-sdk/client-resource-groups-tagging-api';
import { takePage } from '../../../core/page.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { TaggedResource } from '../../../core/tagged-resource.ts';

/** The page size if ResourcesPerPage is absent, and the largest (API reference). */
const pageSizeMax = 100;
const machineType = 'ssm:managed-instance';

/**
 * GetResources for machines outside EC2: all that have tags or had some, in pages, or those of a list. Who never had a tag
 * is left out, and so is a resource that does not exist.
 */
export function getResources(
  machines: () => Iterable<TaggedResource>,
): Operation<GetResourcesInput, GetResourcesOutput> {
  return {
    authorize: () => [{ action: 'tag:GetResources', resource: '*' }],
    run(input) {
      refuseMembers('GetResources', input, [
        ...(['TagFilters', 'TagsPerPage'] as const),
        ...(['IncludeComplianceDetails', 'ExcludeCompliantResources'] as const),
      ]);
      const { ResourceARNList: arns, ResourceTypeFilters: types } = input;
      if (arns !== undefined) return { PaginationToken: '', ...render(findListed(input, arns, machines)) };
      if (types?.length !== 1 || types[0] !== machineType)
        throw new NotEmulatedError(`GetResources with other ResourceTypeFilters than ${machineType}`);
      const size = input.ResourcesPerPage ?? pageSizeMax;
      if (size < 1 || size > pageSizeMax)
        throw refuse(`ResourcesPerPage ${size} is not between 1 and ${pageSizeMax}`);
      const { page, next } = takePage(
        [...machines()],
        { MaxResults: size, NextToken: input.PaginationToken },
        { size, request: types, refuseToken: () => refuse('The PaginationToken is not valid') },
      );
      return { PaginationToken: next.NextToken ?? '', ...render(page) };
    },
  };
}

function findListed(
  { ResourceTypeFilters, ResourcesPerPage, PaginationToken }: GetResourcesInput,
  arns: readonly string[],
  machines: () => Iterable<TaggedResource>,
): readonly TaggedResource[] {
  if (ResourceTypeFilters !== undefined || ResourcesPerPage !== undefined || PaginationToken)
    throw refuse('ResourceARNList cannot be used with other members');
  const other = arns.find((arn) => !/^arn:[^:]+:ssm:[^:]*:[^:]*:managed-instance\/mi-/.test(arn));
  if (other !== undefined) throw new NotEmulatedError(`GetResources for ${other}`);
  return [...machines()].filter(({ arn }) => arns.includes(arn));
}

function render(found: readonly TaggedResource[]): Pick<GetResourcesOutput, 'ResourceTagMappingList'> {
  return {
    ResourceTagMappingList: found.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
  };
}

function refuse(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
