import type { LocalCloud } from '../account/account.ts';
import { isRecord } from '../core/is-record.ts';
import type { AssemblyStack } from './assembly.ts';
import type { CreatedResource } from './template.ts';

/** The properties of a resource, resolved. */
export type Properties = Readonly<Record<string, unknown>>;

/** One resource to create: its properties are resolved, `name` is the physical name it gets when it has none. */
export interface Creation {
  readonly cloud: LocalCloud;
  readonly stack: AssemblyStack;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly name: string;
}

/** A resource that stands, with the properties that it has. `ref` is its physical id. */
export interface Standing extends Creation {
  readonly ref: string;
}

/** A resource that stands, and is to get `properties`. */
export interface Change extends Standing {
  readonly oldProperties: Properties;
}

/**
 * What CloudFormation does with the resources of a type. Without `update` or `remove`, a template that asks for it is
 * refused as not emulated. An update that answers another `ref` has replaced the resource: the old one is removed when
 * the stack is cleaned up. A refusal is a ServiceError, and rolls the stack back.
 */
export interface ResourceType {
  create(creation: Creation): CreatedResource | Promise<CreatedResource>;
  update?(change: Change): CreatedResource | Promise<CreatedResource>;
  remove?(resource: Standing): void | Promise<void>;
}

/** A type whose resources hold nothing: an update takes the old one away and makes the new one, whose id may differ. */
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
        type.create(old); // refused: nothing has changed
        throw error;
      }
    },
  };
}

/** A resource whose `Ref` is `ref`; asking for an attribute that is not listed is a mistake of the template, or ours. */
export function named(ref: string, attributes: Properties = {}): CreatedResource {
  return {
    ref,
    attribute: (name) => {
      if (!(name in attributes)) throw new Error(`${ref} has no attribute ${name}`);
      return attributes[name];
    },
  };
}

/** The ARN of a resource of the stack's account; `hasRegion` is false for services without regions. */
export function arnOf({ cloud }: Creation, service: string, resource: string, hasRegion = true): string {
  const { partition, region, accountId } = cloud;
  return `arn:${partition}:${service}:${hasRegion ? region : ''}:${accountId}:${resource}`;
}

/** The name that the template gives by a property, or the one that CloudFormation makes. */
export function nameOf({ properties, name }: Creation, property: string): string {
  const given = properties[property];
  return typeof given === 'string' ? given : name;
}

/** A list of texts; empty when it is no list. */
export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** A list of objects; empty when it is no list. */
export function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
