import type {
  DescribeInstanceInformationRequest,
  DescribeInstanceInformationResult,
  InstanceInformation,
} from '@aws-sdk/client-ssm';
import { readPageToken, writePageToken } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import {
  type Condition,
  matches,
  readConditions,
  resourceTypeOf,
  sourceTypeOf,
} from '../information-filters.ts';
import type { HybridMachine } from '../nodes/hybrid-machine.ts';
import { type ListedNode, listedNodes } from '../nodes/listed-nodes.ts';
import type { ManagedNodes } from '../nodes/managed-nodes.ts';

/** The latest agent version. Older agents report `IsLatestVersion: false`. */
const LATEST_AGENT_VERSION = '3.3.4177.0';
/** The probability of an empty page before the last. AWS allows such pages and gives no figure. Assumed. */
const EMPTY_PAGE_PROBABILITY = 0.03;

/**
 * DescribeInstanceInformation: instances in launch order, and then the machines outside EC2. A page has 10 nodes by default and at most 50. Some pages are empty.
 * What an instance is listed as stands on one page.
 */
export function describeInstanceInformation({
  nodes,
  host,
  rate,
}: Pick<CommandWorld, 'nodes' | 'host' | 'rate'>): Operation<
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
      for (const instance of candidates(nodes, conditions, position)) {
        const wanted = listedNodes(instance, { nowMs, region: host.region }).filter((node) =>
          matches(node, conditions, nowMs),
        );
        if (wanted.length === 0) continue;
        if (isEmptyPage || page.length + wanted.length > limit) {
          const token = writePageToken(nodes.positionOf(instance), request, input.NextToken);
          return { InstanceInformationList: page, NextToken: token };
        }
        page.push(...wanted.map((node) => render(node, nowMs)));
      }
      return { InstanceInformationList: page };
    },
  };
}

/**
 * The candidates: the instances in a filter by id, if any, so that the cost of a call does not depend on the size of
 * the fleet.
 */
function candidates(
  nodes: ManagedNodes,
  conditions: readonly Condition[],
  position: number,
): Iterable<Instance | HybridMachine> {
  const ids = conditions.find(({ key }) => key === 'InstanceIds')?.values;
  if (ids === undefined) return nodes.from(position);
  return [...new Set(ids.flatMap((id) => nodes.findListed(id) ?? []))]
    .filter((node) => nodes.positionOf(node) >= position)
    .sort((a, b) => nodes.positionOf(a) - nodes.positionOf(b));
}

function render(node: ListedNode, nowMs: number): InstanceInformation {
  const { agent, spec, registered, ipAddress, computerName } = node;
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
    ...(registered === undefined
      ? {}
      : {
          ActivationId: registered.activationId,
          IamRole: registered.roleName,
          RegistrationDate: new Date(registered.registeredMs),
          ...(registered.name === undefined ? {} : { Name: registered.name }),
        }),
    ResourceType: resourceTypeOf(node),
    IPAddress: ipAddress,
    ComputerName: computerName,
    SourceId: node.id,
    SourceType: sourceTypeOf(node),
  };
}
