import type { LocalCloud } from '../account/account.ts';
import { isRecord } from '../core/is-record.ts';
import type { AssemblyStack } from './assembly.ts';
import type { CreatedResource } from './template.ts';

/** The resolved properties of a resource. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource to create. Its properties are resolved. `name` is its physical name unless the template sets one. */
export interface Creation {
  readonly cloud: LocalCloud;
  readonly stack: AssemblyStack;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly name: string;
}

/** An existing resource with its current properties. `ref` is its physical id. */
export interface Standing extends Creation {
  readonly ref: string;
}

/** An existing resource whose properties change to `properties`. */
export interface Change extends Standing {
  readonly oldProperties: Properties;
}

/** How CloudFormation handles the resources of a type. A ServiceError rolls the stack back. */
export interface ResourceType {
  /** The property that gives the resource a name of the template's own, which nothing else may have. */
  readonly nameProperty?: string;
  /**
   * The properties whose change needs another physical resource: `createOnlyProperties` of the registry's schema. The
   * new resource is created first; the clean-up of the stack removes the old one.
   */
  readonly createOnly?: readonly string[];
  /** Whether a change needs another physical resource, if that depends on more than the names of properties. */
  replaces?(change: Change): boolean;
  /** True if the resource chooses its id, so that an update may return another one: the old resource is replaced. */
  readonly choosesId?: boolean;
  /** The identifier of the resource that has the name of this creation already, or undefined. */
  taken?(creation: Creation): string | undefined;
  create(creation: Creation): CreatedResource | Promise<CreatedResource>;
  /** Changes a resource in place. */
  update(change: Change): CreatedResource | Promise<CreatedResource>;
  /** Removes a resource. Does nothing if it is gone. */
  remove(resource: Standing): void | Promise<void>;
}

/**
 * A resource with this `Ref` and these attributes. A reference to any other attribute is a mistake in the template or a
 * bug of ours.
 */
export function named(ref: string, attributes: Properties = {}): CreatedResource {
  return {
    ref,
    attribute: (name) => {
      if (!(name in attributes)) throw new Error(`${ref} has no attribute ${name}`);
      return attributes[name];
    },
  };
}

/** The ARN of a resource in the stack's account. `hasRegion` is false for global services. */
export function arnOf({ cloud }: Creation, service: string, resource: string, hasRegion = true): string {
  const { partition, region, accountId } = cloud;
  return `arn:${partition}:${service}:${hasRegion ? region : ''}:${accountId}:${resource}`;
}

/** The name in a property of the template, or the one that CloudFormation makes. */
export function nameOf({ properties, name }: Creation, property: string): string {
  const given = properties[property];
  return typeof given === 'string' ? given : name;
}

/** The same resource with its old properties. */
function before({ oldProperties, ...change }: Change): Standing {
  return { ...change, properties: oldProperties };
}

/** Does something in several steps. If one fails, `undo` takes back what the earlier ones did. */
export function inSteps<T>(steps: () => T, undo: () => void): T {
  try {
    return steps();
  } catch (error) {
    undo();
    throw error;
  }
}

/** An update that takes away what the old properties gave, and gives anew. If that fails, the old ones are restored. */
export function renewing({
  give,
  take,
}: {
  give(resource: Standing): CreatedResource;
  take(resource: Standing): void;
}): ResourceType['update'] {
  return (change) => {
    take(before(change));
    return inSteps(
      () => give(change),
      () => {
        take(change);
        give(before(change));
      },
    );
  };
}

/** The identifier if something has it already, for `taken`. */
export function takenIf(isTaken: boolean, identifier: string): string | undefined {
  return isTaken ? identifier : undefined;
}

/** The value as a list of strings, or an empty list. */
export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The value as a list of objects, or an empty list. */
export function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
