import type { Filter } from '@aws-sdk/client-ec2';
import type { Host } from '../../core/host.ts';
import { ownEntry } from '../../core/own-entry.ts';
import { takePage } from '../../core/page.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { unknownFilter } from './filter-names.ts';
import { type FilteredValue, isAccepted, readConditions } from './filters.ts';
import { type PageLimits, readPageSize, refuseTokenOf } from './page-limits.ts';
import { refuseDryRun } from './refuse-dry-run.ts';

/** The common input of EC2's Describe calls, except the list of ids. */
export interface DescribeRequest {
  readonly Filters?: Filter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly DryRun?: boolean | undefined;
}

/** A Describe call of EC2 that lists resources of one kind, by ids or by filters, in pages. */
export interface Listing<Resource, Rendered, Input extends DescribeRequest> {
  /** The name of the operation, which is also its IAM action. */
  readonly operation: string;
  /** The member of the response. */
  readonly member: string;
  /** All resources, in a stable order. */
  resources(input: Input): Iterable<Resource>;
  idOf(resource: Resource): string;
  idsOf(input: Input): readonly string[] | undefined;
  /** The code and the noun in the error for an unknown id. */
  readonly notFound: readonly [code: string, noun: string];
  /** The code of the error for a malformed id, and what an id begins with. */
  readonly malformed?: readonly [code: string, prefix: string];
  /** Reads the value that each filter tests, by the filter's name. */
  readonly readers: Readonly<Record<string, (resource: Resource) => FilteredValue>>;
  render(resource: Resource): Rendered;
  readonly page: PageLimits;
}

/** Creates the operation of a listing. EC2 filters that the listing lacks are not emulated. */
export function describeResources<Resource, Rendered, Input extends DescribeRequest>(
  listing: Listing<Resource, Rendered, Input>,
  host: Host,
): Operation<Input, Readonly<Record<string, Rendered[] | string>>> {
  const { operation, member } = listing;
  const conditions = { 'ec2:Region': host.region };
  return {
    authorize: () => [{ action: `ec2:${operation}`, resource: '*', conditions }],
    run(input) {
      refuseDryRun(input.DryRun);
      refuseOthers(listing, input);
      const ids = listing.idsOf(input) ?? [];
      const MaxResults = readPageSize(listing.page, input.MaxResults, ids.length);
      const refuseToken = refuseTokenOf(listing.page, input.NextToken);
      const { page, next } = takePage(
        select(listing, input),
        { MaxResults, NextToken: input.NextToken },
        {
          size: MaxResults,
          request: [operation, input.Filters, listing.idsOf(input)],
          ...(refuseToken === undefined ? {} : { refuseToken }),
        },
      );
      return { [member]: page.map((resource) => listing.render(resource)), ...next };
    },
  };
}

const usualMembers = ['Filters', 'MaxResults', 'NextToken', 'DryRun'];

/** Any other member than the list of ids would narrow the result, and is not emulated. */
function refuseOthers<Resource, Rendered, Input extends DescribeRequest>(
  { operation, idsOf }: Listing<Resource, Rendered, Input>,
  input: Input,
): void {
  const other = Object.entries(input).find(
    ([name, value]) => value !== undefined && !usualMembers.includes(name) && value !== idsOf(input),
  );
  if (other !== undefined) throw new NotEmulatedError(`${operation} with ${other[0]}`);
}

function select<Resource, Rendered, Input extends DescribeRequest>(
  listing: Listing<Resource, Rendered, Input>,
  input: Input,
): Resource[] {
  const { readers, operation } = listing;
  const conditions = readConditions(input.Filters, (name) => {
    const read = ownEntry(readers, name);
    if (read !== undefined) return read;
    throw unknownFilter(operation, name, Object.keys(readers));
  });
  const all = [...listing.resources(input)];
  const ids = listing.idsOf(input) ?? [];
  const unknown = ids.find((id) => !all.some((resource) => listing.idOf(resource) === id));
  if (unknown !== undefined) throw missing(listing, unknown);
  return all.filter(
    (resource) =>
      (ids.length === 0 || ids.includes(listing.idOf(resource))) &&
      conditions.every(({ read, accepts }) => isAccepted(read(resource), accepts)),
  );
}

/** An id of another form than EC2's is malformed, any other does not exist. */
function missing<Resource, Rendered, Input extends DescribeRequest>(
  { malformed, notFound: [code, noun] }: Listing<Resource, Rendered, Input>,
  id: string,
): ServiceError {
  const [malformedCode, prefix] = malformed ?? ['', ''];
  if (malformed !== undefined && !new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id))
    return new ServiceError(malformedCode, `Invalid id: "${id}" (expecting "${prefix}-...")`);
  return new ServiceError(code, `The ${noun} '${id}' does not exist`);
}
