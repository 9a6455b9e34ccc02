import type {
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult,
  InstanceInformation,
} from '@aws-sdk/client-ssm';
import { readPageToken, writePageToken } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import type { Fleet } from '../../ec2/instance-fleet.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { type Condition, matches, readConditions } from '../information-filters.ts';
import { isListed } from '../is-listed.ts';

/** The latest agent version. Older agents report `IsLatestVersion: false`. */
const LATEST_AGENT_VERSION = '3.3.4177.0';
/** The probability of an empty page before the last. AWS allows such pages and gives no figure. Assumed. */
const EMPTY_PAGE_PROBABILITY = 0.03;

/**
 * DescribeInstanceInformation, in launch order. A page has 10 instances by default and at most 50. Some pages are
 * empty.
 */
export function describeInstanceInformation({
  fleet,
  host,
  rate,
}: Pick<CommandWorld, 'fleet' | 'host' | 'rate'>): Operation<
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult
> {
  return {
    authorize: () => [{ action: 'ssm:DescribeInstanceInformation', resource: '*' }],
    run(input, { nowMs }) {
      rate.take();
      const conditions = readConditions(input);
      const request = [input.Filters, input.InstanceInformationFilterList];
      const position = readPageToken(input.NextToken, request);
      const limit = input.MaxResults ?? 10;
      const isEmptyPage = host.random('ssm/pages').chance(EMPTY_PAGE_PROBABILITY);
      const page: InstanceInformation[] = [];
      for (const instance of candidates(fleet, conditions, position)) {
        if (!isListed(instance, nowMs) || !matches(instance, conditions, nowMs)) continue;
        if (isEmptyPage || page.length === limit)
          return { InstanceInformationList: page, NextToken: writePageToken(instance.sequence, request) };
        page.push(render(instance, nowMs));
      }
      return { InstanceInformationList: page };
    },
  };
}

/**
 * The candidates: the instances in a filter by id, if any, so that the cost of a call does not depend on the size of
 * the fleet.
 */
function candidates(fleet: Fleet, conditions: readonly Condition[], position: number): Iterable<Instance> {
  const ids = conditions.find(({ key }) => key === 'InstanceIds')?.values;
  if (ids === undefined) return fleet.from(position);
  return [...new Set(ids)]
    .flatMap((id) => fleet.find(id) ?? [])
    .filter((instance) => instance.sequence >= position)
    .sort((a, b) => a.sequence - b.sequence);
}

function render(instance: Instance, nowMs: number): InstanceInformation {
  const { agent, spec } = instance;
  const lastPingMs = agent.lastPingMs(nowMs);
  return {
    InstanceId: instance.id,
    PingStatus: agent.pingStatus(nowMs),
    ...(lastPingMs === undefined ? {} : { LastPingDateTime: new Date(lastPingMs) }),
    AgentVersion: spec.agentVersion,
    IsLatestVersion: spec.agentVersion === LATEST_AGENT_VERSION,
    PlatformType: spec.platform.type,
    PlatformName: spec.platform.name,
    PlatformVersion: spec.platform.version,
    ResourceType: 'EC2Instance',
    IPAddress: instance.privateIpAddress,
    ComputerName: `ip-${instance.privateIpAddress.replaceAll('.', '-')}`,
    SourceId: instance.id,
    SourceType: 'AWS::EC2::Instance',
  };
}
