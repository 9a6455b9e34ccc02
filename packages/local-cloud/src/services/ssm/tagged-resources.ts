import type { Place } from '../../core/host.ts';
import { ownEntry } from '../../core/own-entry.ts';
import { type Authorization, NotEmulatedError, ServiceError } from '../../core/service.ts';
import type { DocumentStore } from './documents/document-store.ts';
import type { HybridMachines } from './nodes/hybrid-machines.ts';
import { nodeArn } from './nodes/managed-node.ts';
import type { ParameterStore } from './parameters/parameter-store.ts';

/** The stores of the resources with tags. */
export interface TaggedResources {
  readonly documents: DocumentStore;
  readonly parameters: ParameterStore;
  readonly machines: HybridMachines;
  readonly host: Place;
}

/** The type and id of a resource in a call on tags. */
interface ResourceName {
  readonly ResourceType: string | undefined;
  readonly ResourceId: string | undefined;
}

/** The authorization of a call on the tags of a resource. `conditions` are those of the tags that it names. */
export function authorizeTagging(
  resources: TaggedResources,
  operation: string,
  name: ResourceName,
  conditions: NonNullable<Authorization['conditions']> = {},
): Authorization[] {
  return [{ action: `ssm:${operation}`, resource: arnOf(resources, name), conditions }];
}

function arnOf(
  { documents, parameters, host }: TaggedResources,
  { ResourceType: type, ResourceId: id = '' }: ResourceName,
): string {
  if (type === 'Parameter') return parameters.arn(id);
  if (type === 'Document') return documents.arn(id);
  if (type === 'ManagedInstance') return nodeArn(host, id);
  throw new NotEmulatedError(`tags on resources of type ${type}`);
}

/** The tags of a resource. @throws ServiceError InvalidResourceId when it does not exist. */
export function findTags(
  { documents, parameters, machines }: TaggedResources,
  { ResourceType: type, ResourceId: id = '' }: ResourceName,
): Map<string, string> {
  const found = {
    Parameter: () => parameters.find(id)?.parameter.tags,
    ManagedInstance: () => machines.find(id)?.tagMap,
  };
  const find = ownEntry(found, type ?? '') ?? (() => documents.find(id)?.tags);
  const tags = find();
  if (tags !== undefined) return tags;
  throw new ServiceError(
    'InvalidResourceId',
    "The resource ID isn't valid. Verify that you entered the correct ID and try again.",
  );
}

/** Changes the tags of a resource. An event tells which tags of a machine outside EC2 changed. */
export function changeTags(
  resources: TaggedResources,
  name: ResourceName,
  change: (tags: Map<string, string>) => void,
): void {
  const tags = findTags(resources, name);
  const before = new Map(tags);
  change(tags);
  const node =
    name.ResourceType === 'ManagedInstance' ? resources.machines.find(name.ResourceId ?? '') : undefined;
  if (node === undefined) return;
  const keys = new Set([...before.keys(), ...tags.keys()]);
  resources.machines.tagsChanged(
    node,
    [...keys].filter((key) => before.get(key) !== tags.get(key)),
  );
}
