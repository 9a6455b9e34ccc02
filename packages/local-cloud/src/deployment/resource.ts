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

/**
 * How CloudFormation handles the resources of a type. Without `update` or `remove`, a template that needs it fails as
 * not emulated. An update that returns another `ref` has replaced the resource. The clean-up of the stack then removes
 * the old one. A ServiceError rolls the stack back.
 */
export interface ResourceType {
  create(creation: Creation): CreatedResource | Promise<CreatedResource>;
  update?(change: Change): CreatedResource | Promise<CreatedResource>;
  remove?(resource: Standing): void | Promise<void>;
}

/**
 * Makes a type whose resources have no state. An update removes the old resource and creates the new one, whose id may
 * differ.
 */
export function rebuilt(type: {
  create(creation: Creation): CreatedResource;
  remove(resource: Standing): void;
}): ResourceType {
  return {
    ...type,
    update: ({ oldProperties, ...change }) => {
      const old = { ...change, properties: oldProperties };
      type.remove(old);
      try {
        return type.create(change);
      } catch (error) {
        type.create(old); // the new resource was refused: restore the old one
        throw error;
      }
    },
  };
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

/** The value as a list of strings, or an empty list. */
export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The value as a list of objects, or an empty list. */
export function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
