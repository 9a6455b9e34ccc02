import { type Authorization, NotEmulatedError, ServiceError } from '../../core/service.ts';
import type { DocumentStore } from './documents/document-store.ts';
import type { ParameterStore } from './parameters/parameter-store.ts';

/** Where the resources with tags are. */
export interface TaggedResources {
  readonly documents: DocumentStore;
  readonly parameters: ParameterStore;
}

/** A resource as a call on tags names it. */
interface ResourceName {
  readonly ResourceType: string | undefined;
  readonly ResourceId: string | undefined;
}

/** What IAM is asked by a call on the tags of a resource. */
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

/** The tags of a resource. @throws ServiceError InvalidResourceId when it is not there. */
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
