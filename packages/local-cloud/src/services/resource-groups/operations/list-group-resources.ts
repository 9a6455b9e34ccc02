import type {
  ListGroupResourcesInput,
  ListGroupResourcesOutput,
  ResourceFilter,
} from '@aws-sdk/client-resource-groups';
import { takePage } from '../../../core/page.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { TaggedResource } from '../../../core/tagged-resource.ts';
import type { GroupStore } from '../group-store.ts';
import { allSupported, isFound, type ResourceQuery } from '../resource-query.ts';

const pageSize = 50;

/** What a caller needs besides, whatever the query of the group is (Resource Groups API reference). */
const rightsBesides = [
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackResources',
  'tag:GetResources',
] as const;

/** ListGroupResources: what a group's query finds now, of all types or of those in a filter. */
export function listGroupResources(
  store: GroupStore,
  resources: (nowMs: number) => Iterable<TaggedResource>,
): Operation<ListGroupResourcesInput, ListGroupResourcesOutput> {
  return {
    authorize: (input) => [
      { action: 'resource-groups:ListGroupResources', resource: store.arnOf(input) },
      ...rightsBesides.map((action) => ({ action, resource: '*' })),
    ],
    run(input, { nowMs }) {
      const { name, query } = store.find(input);
      const wanted = readTypes(query, input.Filters);
      const found = [...resources(nowMs)].filter(
        (resource) => isFound(query, resource) && (wanted === undefined || wanted.includes(resource.type)),
      );
      const { page, next } = takePage(found, input, {
        ...{ size: pageSize, request: [name, wanted] },
        refuseToken: () => new ServiceError('BadRequestException', 'Invalid NextToken'),
      });
      const identifiers = page.map(({ arn, type }) => ({ ResourceArn: arn, ResourceType: type }));
      return {
        Resources: identifiers.map((Identifier) => ({ Identifier })),
        ResourceIdentifiers: identifiers,
        ...next,
      };
    },
  };
}

/** The types of a filter: each must be one of the query. @throws ServiceError (BadRequestException). */
function readTypes(
  { types }: ResourceQuery,
  filters: readonly ResourceFilter[] = [],
): readonly string[] | undefined {
  if (filters.length === 0) return undefined;
  const wanted = filters.flatMap(({ Name, Values = [] }) => (Name === 'resource-type' ? Values : []));
  const others = types.includes(allSupported) ? [] : wanted.filter((type) => !types.includes(type));
  if (others.length === 0) return wanted;
  throw new ServiceError(
    'BadRequestException',
    `The resource types specified as filters in the request are not valid: ${others.join(', ')}`,
  );
}
