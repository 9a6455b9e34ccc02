import type * as Sdk from '@aws-sdk/client-resource-groups';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json-in-text.ts';
import { ownEntry } from '../../core/own-entry.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import type { TaggedResource } from '../../core/tagged-resource.ts';

/** A query by tags: a resource must have every key, with one of its values if there are any. */
export interface ResourceQuery {
  /** As it was sent. */
  readonly text: string;
  /** Types of resources, or `AWS::AllSupported` alone. */
  readonly types: readonly string[];
  readonly tagFilters: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** The type that stands for all of them. */
export const allSupported = 'AWS::AllSupported';

/**
 * Reads the query of a new group.
 * @throws ServiceError (BadRequestException) for another form. @throws NotEmulatedError for a query by a stack.
 */
export function readResourceQuery({ Type, Query = '' }: Sdk.ResourceQuery): ResourceQuery {
  if (Type === 'CLOUDFORMATION_STACK_1_0') throw new NotEmulatedError(`a ResourceQuery of the Type ${Type}`);
  const { ResourceTypeFilters: types, TagFilters: filters, ...others } = parse(Query);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuseQuery(`${unknown} is not known`);
  if (!isTexts(types) || types.length === 0) throw refuseQuery('ResourceTypeFilters is no list of types');
  if (!Array.isArray(filters)) throw refuseQuery('TagFilters is no list');
  return { text: Query, types, tagFilters: filters.map(readTagFilter) };
}

/** Whether a query finds a resource. */
export function isFound({ types, tagFilters }: ResourceQuery, { type, tags }: TaggedResource): boolean {
  if (!types.includes(allSupported) && !types.includes(type)) return false;
  return tagFilters.every(({ key, values }) => {
    const value = ownEntry(tags, key);
    return value !== undefined && (values.length === 0 || values.includes(value));
  });
}

function readTagFilter(filter: unknown): ResourceQuery['tagFilters'][number] {
  const { Key: key, Values: values = [] } = isRecord(filter) ? filter : {};
  if (typeof key !== 'string' || !isTexts(values))
    throw refuseQuery('a filter of TagFilters has another form');
  return { key, values };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed = parseJson(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Refused below, as a text that is no object.
  }
  throw refuseQuery('it is not a JSON object');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function refuseQuery(why: string): ServiceError {
  return new ServiceError('BadRequestException', `Query not valid: ${why}`);
}
