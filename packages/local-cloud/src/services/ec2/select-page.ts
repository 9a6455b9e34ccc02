import type { Filter } from '@aws-sdk/client-ec2';
import { readPageToken, writePageToken } from '../../core/page.ts';
import type { Instance } from './ec2-instance.ts';
import type { InstanceFilter } from './filters.ts';
import type { Fleet } from './instance-fleet.ts';
import { findInstances } from './instance-ids.ts';
import { type PageLimits, readPageSize } from './page-limits.ts';

/** The common input of the calls that list instances. */
export interface PageRequest {
  readonly Filters?: Filter[] | undefined;
  readonly InstanceIds?: string[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A parsed request for a page. */
export interface PageQuery {
  /** The operation. A token is valid for one operation only. */
  readonly operation: string;
  readonly input: PageRequest;
  readonly filter: InstanceFilter;
  readonly nowMs: number;
  readonly page: PageLimits;
  /** Whether the operation lists an instance. */
  isWanted(instance: Instance): boolean;
}

/** The instances of one page, in launch order, and the token of the next page. */
export function selectPage(
  fleet: Fleet,
  query: PageQuery,
): { found: Instance[]; next: { NextToken?: string } } {
  const { operation, input, filter, nowMs } = query;
  const { MaxResults: maxResults, InstanceIds: ids = [], Filters: filters } = input;
  const limit = readPageSize(query.page, maxResults, ids.length);
  const request = [operation, filters, ids];
  const position = readPageToken(input.NextToken, request);
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

/**
 * Whether an instance is visible. An account may hide instances that services own. Here they are always hidden, so that
 * callers do not forget to include them.
 */
export function isShown(
  { spec }: Instance,
  { IncludeManagedResources }: { readonly IncludeManagedResources?: boolean | undefined },
): boolean {
  return spec.operatorManaged === undefined || IncludeManagedResources === true;
}

/**
 * The candidates: the instances in the ids or in a filter by id, if any, so that the cost of a call does not depend on
 * the size of the fleet.
 */
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
