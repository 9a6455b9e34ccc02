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
import {
  type Condition,
  matches,
  readConditions,
  resourceTypeOf,
  sourceTypeOf,
} from '../information-filters.ts';
import { findNode, type ListedNode, listedNodes } from '../listed-nodes.ts';

/** The latest agent version. Older agents report `IsLatestVersion: false`. */
const LATEST_AGENT_VERSION = '3.3.4177.0';
/** The activation of every hybrid node here. */
const ACTIVATION_ID = '00000000-0000-4000-8000-000000000000';
/** The probability of an empty page before the last. AWS allows such pages and gives no figure. Assumed. */
const EMPTY_PAGE_PROBABILITY = 0.03;

/**
 * DescribeInstanceInformation, in launch order. A page has 10 nodes by default and at most 50. Some pages are empty.
 * What an instance is listed as stands on one page.
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
        const wanted = listedNodes(instance, nowMs).filter((node) => matches(node, conditions, nowMs));
        if (wanted.length === 0) continue;
        if (isEmptyPage || page.length + wanted.length > limit) {
          const token = writePageToken(instance.sequence, request, input.NextToken);
          return { InstanceInformationList: page, NextToken: token };
        }
        page.push(...wanted.map((node) => render(node, { nowMs, region: host.region })));
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
  return [...new Set(ids.flatMap((id) => findNode(fleet, id) ?? []))]
    .filter((instance) => instance.sequence >= position)
    .sort((a, b) => a.sequence - b.sequence);
}

function render(node: ListedNode, { nowMs, region }: { nowMs: number; region: string }): InstanceInformation {
  const { agent, instance } = node;
  const { spec, privateIpAddress } = instance;
  const host = `ip-${privateIpAddress.replaceAll('.', '-')}`;
  const lastPingMs = agent.lastPingMs(nowMs);
  return {
    InstanceId: node.id,
    PingStatus: agent.pingStatus(nowMs),
    ...(lastPingMs === undefined ? {} : { LastPingDateTime: new Date(lastPingMs) }),
    AgentVersion: spec.agentVersion,
    IsLatestVersion: spec.agentVersion === LATEST_AGENT_VERSION,
    PlatformType: spec.platform.type,
    PlatformName: spec.platform.name,
    PlatformVersion: spec.platform.version,
    ...(node.isHybrid
      ? {
          ActivationId: ACTIVATION_ID,
          IamRole: 'HybridNodeRole',
          RegistrationDate: new Date(agent.registeredAtMs),
        }
      : {}),
    ResourceType: resourceTypeOf(node),
    IPAddress: privateIpAddress,
    ComputerName: node.isHybrid ? `${host}.${region}.compute.internal` : host,
    SourceId: node.id,
    SourceType: sourceTypeOf(node),
  };
}
