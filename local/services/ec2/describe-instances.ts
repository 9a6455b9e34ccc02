import type {
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult,
  DescribeInstancesRequest,
  Reservation as ReservationShape,
} from '@aws-sdk/client-ec2';
import type { Host } from '../../cloud/host.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../cloud/service.ts';
import { type InstanceFilter, readFilters } from './filters.ts';
import type { Fleet } from './fleet.ts';
import { type Instance, instanceStateCodes } from './instance.ts';
import { findInstances } from './instance-ids.ts';
import type { VpcNetwork } from './network.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { type RenderedInstance, renderInstance } from './render-instance.ts';

/** A page when MaxResults is absent. AWS documents none; answers this large come with a token here. Assumed. */
const PAGE_DEFAULT = 1000;
/** Status checks report `initializing` this long after `running`. Assumed. */
const INITIALIZING_MS = 150_000;

type Rendered = Omit<ReservationShape, 'Instances'> & { Instances: RenderedInstance[] };

/** DescribeInstances: by filter or by ids, in launch order, in pages that count instances. */
export function describeInstances(
  fleet: Fleet,
  network: VpcNetwork,
  host: Host,
): Operation<DescribeInstancesRequest, { Reservations: Rendered[]; NextToken?: string }> {
  return {
    authorize: () => [
      { action: 'ec2:DescribeInstances', resource: '*', conditions: { 'ec2:Region': host.region } },
    ],
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      // An account may hide what services own; here it always does, so that nobody forgets to ask for it.
      const isWanted = ({ spec }: Instance) =>
        spec.operatorManaged === undefined || input.IncludeManagedResources === true;
      const { found, next } = selectPage(fleet, input, nowMs, isWanted);
      const reservations: Rendered[] = [];
      for (const instance of found) {
        const { reservationId } = instance.reservation;
        let last = reservations.at(-1);
        if (last?.ReservationId !== reservationId) {
          last = { ReservationId: reservationId, OwnerId: host.accountId, Groups: [], Instances: [] };
          reservations.push(last);
        }
        last.Instances.push(renderInstance(instance, { nowMs, network, region: host.region }));
      }
      return { Reservations: reservations, ...next };
    },
  };
}

/** DescribeInstanceStatus: running instances only, unless IncludeAllInstances; at most 100 ids. */
export function describeInstanceStatus(
  fleet: Fleet,
  host: Host,
): Operation<DescribeInstanceStatusRequest, DescribeInstanceStatusResult> {
  return {
    authorize: () => [
      { action: 'ec2:DescribeInstanceStatus', resource: '*', conditions: { 'ec2:Region': host.region } },
    ],
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      if ((input.InstanceIds?.length ?? 0) > 100)
        throw new ServiceError(
          'InvalidParameterValue',
          `InstanceIds: at most 100 are allowed, received ${input.InstanceIds?.length}`,
        );
      const isWanted = (instance: Instance) =>
        input.IncludeAllInstances === true || instance.state === 'running';
      const { found, next } = selectPage(fleet, input, nowMs, isWanted);
      return { InstanceStatuses: found.map((instance) => renderStatus(instance, nowMs)), ...next };
    },
  };
}

interface PageRequest {
  readonly Filters?: DescribeInstancesRequest['Filters'];
  readonly InstanceIds?: string[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

function selectPage(
  fleet: Fleet,
  input: PageRequest,
  nowMs: number,
  isWanted: (instance: Instance) => boolean = () => true,
): { found: Instance[]; next: { NextToken?: string } } {
  const { MaxResults: maxResults, InstanceIds: ids = [], Filters: filters } = input;
  if (maxResults !== undefined && ids.length > 0)
    throw new ServiceError(
      'InvalidParameterCombination',
      'The parameter instancesSet cannot be used with the parameter maxResults',
    );
  if (maxResults !== undefined && (maxResults < 5 || maxResults > 1000))
    throw new ServiceError(
      'InvalidParameterValue',
      `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  const request = [filters, ids];
  const position = readPageToken(input.NextToken, request);
  if (position === undefined)
    throw new ServiceError('InvalidNextToken', 'The token is not one that this request was given');
  const filter = readFilters(filters);
  const limit = maxResults ?? PAGE_DEFAULT;
  const found: Instance[] = [];
  for (const instance of candidates(fleet, { ids, filter, position, nowMs })) {
    if (instance.visibleFromMs > nowMs || !isWanted(instance) || !filter.matches(instance, nowMs)) continue;
    if (found.length === limit)
      return { found, next: { NextToken: writePageToken(instance.sequence, request) } };
    found.push(instance);
  }
  return { found, next: {} };
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

function renderStatus(instance: Instance, nowMs: number) {
  const isRunning = instance.state === 'running';
  const isReady = nowMs - instance.stateSinceMs >= INITIALIZING_MS;
  const status = isRunning
    ? isReady
      ? ('ok' as const)
      : ('initializing' as const)
    : ('not-applicable' as const);
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.spec.availabilityZone,
    InstanceState: { Code: instanceStateCodes[instance.state], Name: instance.state },
    InstanceStatus: { Status: status },
    SystemStatus: { Status: status },
  };
}

/** DryRun asks IAM only; the gateway answers IAM questions, so the local cloud does not offer it. */
export function refuseDryRun(dryRun: boolean | undefined): void {
  if (dryRun === true) throw new NotEmulatedError('DryRun of EC2 calls');
}
