import { type Authorization, NotEmulatedError, ServiceError } from '../../core/service.ts';
import type { DocumentStore } from './documents/document-store.ts';
import type { ParameterStore } from './parameters/parameter-store.ts';

/** The stores of the resources with tags. */
export interface TaggedResources {
  readonly documents: DocumentStore;
  readonly parameters: ParameterStore;
}

/** The type and id of a resource in a call on tags. */
interface ResourceName {
  readonly ResourceType: string | undefined;
  readonly ResourceId: string | undefined;
}

/** The authorization of a call on the tags of a resource. */
export function authorizeTagging(
  resources: TaggedResources,
  operation: string,
  name: ResourceName,
): Authorization[] {
  return [{ action: `ssm:${operation}`, resource: arnOf(resources, name) }];
}

function arnOf(
  { documents, parameters }: TaggedResources,
  { ResourceType: type, ResourceId: id = '' }: ResourceName,
): string {
  if (type === 'Parameter') return parameters.arn(id);
  if (type === 'Document') return documents.arn(id);
  throw new NotEmulatedError(`tags on resources of type ${type}`);
}

/** The tags of a resource. @throws ServiceError InvalidResourceId when it does not exist. */
export function findTags(
  { documents, parameters }: TaggedResources,
  { ResourceType: type, ResourceId: id = '' }: ResourceName,
): Map<string, string> {
  const tags = type === 'Parameter' ? parameters.find(id)?.parameter.tags : documents.find(id)?.tags;
  if (tags !== undefined) return tags;
  throw new ServiceError(
    'InvalidResourceId',
    "The resource ID isn't valid. Verify that you entered the correct ID and try again.",
  );
}
