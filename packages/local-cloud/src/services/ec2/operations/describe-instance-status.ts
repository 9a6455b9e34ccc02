import type {
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult,
  InstanceStatus,
} from '@aws-sdk/client-ec2';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { type Instance, instanceStateCodes } from '../ec2-instance.ts';
import type { Ec2World } from '../ec2-world.ts';
import { readStatusFilters } from '../filters.ts';
import type { PageLimits } from '../page-limits.ts';
import { refuseDryRun } from '../refuse-dry-run.ts';
import { renderOperator } from '../render-instance.ts';
import { isShown, selectPage } from '../select-page.ts';
import { type StatusChecks, statusChecks } from '../status-checks.ts';

const INSTANCE_IDS_MAX = 100;
const page: PageLimits = { min: 5, max: 1000, words: 'maxResults', ids: 'instancesSet' };

/**
 * DescribeInstanceStatus: running instances only, unless IncludeAllInstances is set. Pages are as in DescribeInstances.
 */
export function describeInstanceStatus({
  fleet,
  host,
}: Ec2World): Operation<DescribeInstanceStatusRequest, DescribeInstanceStatusResult> {
  return {
    authorize: () => [
      { action: 'ec2:DescribeInstanceStatus', resource: '*', conditions: { 'ec2:Region': host.region } },
    ],
    run(input, { nowMs }) {
      refuseDryRun(input.DryRun);
      refuseManyIds(input.InstanceIds?.length ?? 0);
      const { found, next } = selectPage(fleet, {
        operation: 'DescribeInstanceStatus',
        input,
        filter: readStatusFilters(input.Filters),
        nowMs,
        page,
        isWanted: (instance: Instance) =>
          isShown(instance, input) && (input.IncludeAllInstances === true || instance.state === 'running'),
      });
      return { InstanceStatuses: found.map((instance) => renderStatus(instance, nowMs)), ...next };
    },
  };
}

/** EC2's error, with its spelling mistake. */
function refuseManyIds(count: number): void {
  if (count <= INSTANCE_IDS_MAX) return;
  throw new ServiceError(
    'InvalidRequest',
    `${count} exceeds the maximum number of instance IDs that can be specificied (${INSTANCE_IDS_MAX}). ` +
      `Please specify fewer than ${INSTANCE_IDS_MAX} instance IDs.`,
  );
}

function renderStatus(instance: Instance, nowMs: number): InstanceStatus {
  const { id, spec, state } = instance;
  const summary = renderChecks(statusChecks(instance, nowMs));
  return {
    AvailabilityZone: spec.availabilityZone,
    Operator: renderOperator(spec),
    InstanceId: id,
    InstanceState: { Code: instanceStateCodes[state], Name: state },
    InstanceStatus: summary,
    SystemStatus: summary,
    AttachedEbsStatus: summary,
  };
}

function renderChecks({ status, reachability }: StatusChecks) {
  if (reachability === undefined) return { Status: status };
  return { Details: [{ Name: 'reachability' as const, Status: reachability }], Status: status };
}
