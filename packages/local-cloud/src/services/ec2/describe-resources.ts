import type { Filter } from '@aws-sdk/client-ec2';
import type { Host } from '../../core/host.ts';
import { ownEntry } from '../../core/own-entry.ts';
import { takePage } from '../../core/page.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { type FilteredValue, isAccepted, readConditions } from './filters.ts';
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
  /** Reads the value that each filter tests, by the filter's name. */
  readonly readers: Readonly<Record<string, (resource: Resource) => FilteredValue>>;
  render(resource: Resource): Rendered;
  readonly maxResults: { readonly min: number; readonly max: number };
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
      checkLimit(listing, input);
      const { page, next } = takePage(select(listing, input), input, {
        size: listing.maxResults.max,
        request: [operation, input.Filters, listing.idsOf(input)],
      });
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
    throw new NotEmulatedError(
      `the ${operation} filter '${name}' (it does: ${Object.keys(readers).join(', ')})`,
    );
  });
  const all = [...listing.resources(input)];
  const ids = listing.idsOf(input) ?? [];
  const unknown = ids.find((id) => !all.some((resource) => listing.idOf(resource) === id));
  if (unknown !== undefined) {
    const [code, noun] = listing.notFound;
    throw new ServiceError(code, `The ${noun} '${unknown}' does not exist`);
  }
  return all.filter(
    (resource) =>
      (ids.length === 0 || ids.includes(listing.idOf(resource))) &&
      conditions.every(({ read, accepts }) => isAccepted(read(resource), accepts)),
  );
}

function checkLimit<Resource, Rendered, Input extends DescribeRequest>(
  { maxResults: { min, max }, idsOf }: Listing<Resource, Rendered, Input>,
  input: Input,
): void {
  const { MaxResults: limit = max } = input;
  if (input.MaxResults !== undefined && (idsOf(input)?.length ?? 0) > 0)
    throw new ServiceError(
      'InvalidParameterCombination',
      'The parameter maxResults cannot be used with a list of ids',
    );
  if (limit >= min && limit <= max) return;
  throw new ServiceError(
    'InvalidParameterValue',
    `Value ( ${limit} ) for parameter maxResults is invalid. Expecting a value between ${min} and ${max}.`,
  );
}
