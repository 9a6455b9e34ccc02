import type {
  AddTagsToResourceRequest,
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
  RemoveTagsFromResourceRequest,
} from '@aws-sdk/client-ssm';
import { NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import type { DocumentStore } from './documents/document-store.ts';
import type { ParameterStore } from './parameters/parameter-store.ts';
import { Validation } from './validation.ts';

/** Tags on one resource (Tagging AWS resources user guide). */
const tagsMax = 50;

interface Stores {
  readonly documents: DocumentStore;
  readonly parameters: ParameterStore;
}

interface ResourceName {
  readonly ResourceType: string | undefined;
  readonly ResourceId: string | undefined;
}

/** The operations on tags, of parameters and documents. */
export function tagOperations(stores: Stores) {
  const asking = (operation: string) => (input: ResourceName) => [
    { action: `ssm:${operation}`, resource: arnOf(stores, input) },
  ];
  const add: Operation<AddTagsToResourceRequest, object> = {
    authorize: asking('AddTagsToResource'),
    run(input) {
      const tags = findTags(stores, input);
      const added = input.Tags ?? [];
      const keys = new Set([...tags.keys(), ...added.map(({ Key: key }) => key)]);
      if (keys.size > tagsMax)
        throw new ServiceError('TooManyTagsError', `A resource can have at most ${tagsMax} tags`);
      for (const { Key: key = '', Value: value = '' } of added) {
        new Validation().length(key, 'tags.key', [1, 128]).length(value, 'tags.value', [0, 256]).done();
        tags.set(key, value);
      }
      return {};
    },
  };
  const remove: Operation<RemoveTagsFromResourceRequest, object> = {
    authorize: asking('RemoveTagsFromResource'),
    run(input) {
      const tags = findTags(stores, input);
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  };
  const list: Operation<ListTagsForResourceRequest, ListTagsForResourceResult> = {
    authorize: asking('ListTagsForResource'),
    run: (input) => ({
      TagList: [...findTags(stores, input)].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
  return {
    AddTagsToResource: add,
    RemoveTagsFromResource: remove,
    ListTagsForResource: list,
  } satisfies Record<string, Operation>;
}

function arnOf(
  { documents, parameters }: Stores,
  { ResourceType: type, ResourceId: id = '' }: ResourceName,
): string {
  if (type === 'Parameter') return parameters.arn(id);
  if (type === 'Document') return documents.arn(id);
  throw new NotEmulatedError(`tags on resources of type ${type}`);
}

function findTags(
  { documents, parameters }: Stores,
  { ResourceType: type, ResourceId: id = '' }: ResourceName,
): Map<string, string> {
  const tags = type === 'Parameter' ? parameters.find(id)?.parameter.tags : documents.find(id)?.tags;
  if (tags !== undefined) return tags;
  throw new ServiceError(
    'InvalidResourceId',
    "The resource ID isn't valid. Verify that you entered the correct ID and try again.",
  );
}
