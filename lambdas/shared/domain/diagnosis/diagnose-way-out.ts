import type { Range } from './address-ranges.ts';
import { diagnoseEndpoint } from './diagnose-endpoint.ts';
import { doubt, type Fault, surest } from './fault.ts';
import { listIds, namesInVpc } from './gaps.ts';
import { asCaller, blocksCalls } from './network-acl.ts';
import type { EndpointEvidence } from './network-evidence.ts';
import type { Place } from './place.ts';
import type { WaysOut } from './route-table.ts';
import { letsOut } from './security-group.ts';

/** The public addresses to which an instance has a way out of its VPC; empty when it has none. */
export function publicWays({ instance, table }: Place): readonly Range[] {
  if (table === undefined) return [];
  const { byInternetGateway, byOther } = table.ways;
  return instance.publicIpAddress === undefined ? byOther : [...byOther, ...byInternetGateway];
}

/**
 * No endpoint with private DNS takes the traffic, so it must leave the VPC, or a private hosted zone must name
 * an endpoint. Finds why neither is so. `endpoints` are those of the services, none with private DNS.
 */
export function diagnoseWayOut(
  services: readonly string[],
  endpoints: readonly EndpointEvidence[],
  place: Place,
): Fault | undefined {
  const { table } = place;
  if (table === undefined) return undefined;
  const to = publicWays(place);
  const unnamed = endpoints.filter(({ isAvailable }) => isAvailable);
  const fault =
    to.length > 0
      ? diagnosePassage(to, place)
      : (diagnoseUnnamed(unnamed, place) ?? diagnoseNoWay(services, place, table));
  if (fault === undefined) return undefined;
  const mayBeNamed = to.length > 0 && unnamed.length > 0;
  const isLikely = fault.certainty === 'likely' || mayBeNamed || leadsToEndpointsElsewhere(place, table.ways);
  return isLikely ? doubt(fault, namesInVpc) : fault;
}

/** What the instance's own groups and the network ACL of its subnet keep from leaving, if all of it. */
function diagnosePassage(to: readonly Range[], place: Place): Fault | undefined {
  const { groups, groupIds } = place;
  if (letsOut(groupIds, groups, { groupIds: [], ranges: to, mayUseIpv6: false }) === false)
    return { code: 'EgressClosed', detail: listIds(groupIds), certainty: 'certain' };
  return diagnoseAcl(to, place);
}

/** What the network ACL of the subnet keeps from passing, if all of it. */
export function diagnoseAcl(to: readonly Range[], { instance, acl }: Place): Fault | undefined {
  const blocked = acl && blocksCalls(acl, to);
  if (acl === undefined || blocked === undefined) return undefined;
  const detail = `${acl.networkAclId} of ${instance.subnetId} lets no ${asCaller(blocked)}`;
  return { code: 'NetworkAclClosed', detail, certainty: 'certain' };
}

/**
 * The endpoints without private DNS are the only way left. A private hosted zone may name them, but it does not
 * open one that is closed.
 */
function diagnoseUnnamed(unnamed: readonly EndpointEvidence[], place: Place): Fault | undefined {
  const [first] = unnamed;
  if (first === undefined) return undefined;
  const faults = unnamed.map((endpoint) => diagnoseEndpoint(endpoint, place));
  if (!faults.includes(undefined)) return surest(faults);
  const { vpcId, answersDns } = place.vpc;
  if (answersDns === false) return { code: 'DnsOff', detail: vpcId, certainty: 'likely' };
  return { code: 'PrivateDnsOff', detail: `${first.endpointId} of ${vpcId}`, certainty: 'likely' };
}

/** There is neither an endpoint of the services nor a way to public addresses. */
function diagnoseNoWay(
  services: readonly string[],
  { instance, vpc }: Place,
  table: NonNullable<Place['table']>,
): Fault {
  const { vpcId, endpoints = [] } = vpc;
  const certainty = 'certain';
  if (endpoints.length > 0) {
    const detail = `${vpcId} has no available endpoint of ${services.join(' or ')}`;
    return { code: 'NoEndpoint', detail, certainty };
  }
  const detail = `${instance.subnetId} of ${vpcId} (${table.routeTableId})`;
  const hasGateway = table.ways.byInternetGateway.length > 0;
  const fault: Fault = { code: hasGateway ? 'NoPublicAddress' : 'NoRoute', detail, certainty };
  return table.ways.hasIpv6
    ? { ...fault, unseen: ['whether the agent is set to dual-stack endpoints (IPv6)'] }
    : fault;
}

/** True when something leads to private addresses outside the VPC, where endpoints may be that a zone names. */
function leadsToEndpointsElsewhere(place: Place, { toPrivate }: WaysOut): boolean {
  return toPrivate.length > 0 && diagnosePassage(toPrivate, place) === undefined;
}
