import type { Filter } from '@aws-sdk/client-ec2';
import { readPageToken, writePageToken } from '../../core/page.ts';
import { ServiceError } from '../../core/service.ts';
import type { Instance } from './ec2-instance.ts';
import type { InstanceFilter } from './filters.ts';
import type { Fleet } from './instance-fleet.ts';
import { findInstances } from './instance-ids.ts';

/** A page when MaxResults is absent. AWS documents none; answers this large come with a token here. Assumed. */
const PAGE_DEFAULT = 1000;

/** What both calls that list instances take. */
export interface PageRequest {
  readonly Filters?: Filter[] | undefined;
  readonly InstanceIds?: string[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A request for a page, made ready. */
export interface PageQuery {
  /** Which operation asks: a token of one is not one of another. */
  readonly operation: string;
  readonly input: PageRequest;
  readonly filter: InstanceFilter;
  readonly nowMs: number;
  /** Which instances the operation lists at all. */
  isWanted(instance: Instance): boolean;
}

/** The instances of one page, in launch order, and the token of the next page. */
export function selectPage(
  fleet: Fleet,
  query: PageQuery,
): { found: Instance[]; next: { NextToken?: string } } {
  const { operation, input, filter, nowMs } = query;
  const { MaxResults: maxResults, InstanceIds: ids = [], Filters: filters } = input;
  refuseMaxResults(maxResults, ids);
  const request = [operation, filters, ids];
  const position = readPageToken(input.NextToken, request);
  const limit = maxResults ?? PAGE_DEFAULT;
  const found: Instance[] = [];
  for (const instance of candidates(fleet, { ids, filter, position, nowMs })) {
    if (instance.visibleFromMs > nowMs || !query.isWanted(instance) || !filter.matches(instance, nowMs))
      continue;
    if (found.length === limit)
      return { found, next: { NextToken: writePageToken(instance.sequence, request) } };
    found.push(instance);
  }
  return { found, next: {} };
}

/** An account may hide what services own; here it always does, so that nobody forgets to ask for it. */
export function isShown(
  { spec }: Instance,
  { IncludeManagedResources }: { readonly IncludeManagedResources?: boolean | undefined },
): boolean {
  return spec.operatorManaged === undefined || IncludeManagedResources === true;
}

function refuseMaxResults(maxResults: number | undefined, ids: readonly string[]): void {
  if (maxResults === undefined) return;
  if (ids.length > 0)
    throw new ServiceError(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  if (maxResults < 5 || maxResults > 1000)
    throw new ServiceError(
      'InvalidParameterValue',
      `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
}

/** By ids when ids are given or a filter names them: then a call costs what it asks for, however large the fleet. */
function candidates(
  fleet: Fleet,
  query: { ids: readonly string[]; filter: InstanceFilter; position: number; nowMs: number },
): Iterable<Instance> {
  const { ids, filter, position, nowMs } = query;
  const named =
    ids.length > 0
      ? findInstances(fleet, ids, nowMs)
      : filter.instanceIds?.flatMap((id) => fleet.find(id) ?? []);
  if (named === undefined) return fleet.from(position);
  return named.filter((instance) => instance.sequence >= position).sort((a, b) => a.sequence - b.sequence);
}
