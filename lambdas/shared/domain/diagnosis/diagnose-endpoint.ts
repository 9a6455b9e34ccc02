import { type Range, rangesOf } from './address-ranges.ts';
import type { Fault } from './fault.ts';
import { listIds } from './gaps.ts';
import { asCalled, asCaller, blocksCallers, blocksCalls } from './network-acl.ts';
import type { EndpointEvidence } from './network-evidence.ts';
import { aclOf, type Place } from './place.ts';
import { refusedAtEndpoint } from './policy-statement.ts';
import { letsIn, letsOut } from './security-group.ts';

/** What keeps the instance from using an interface endpoint, if something certainly does. */
export function diagnoseEndpoint(endpoint: EndpointEvidence, place: Place): Fault | undefined {
  const { instance, vpc, groups, groupIds } = place;
  const { endpointId, securityGroupIds, mayUseIpv6 } = endpoint;
  const certainty = 'certain';
  const to = { groupIds: securityGroupIds, ranges: rangesIn(endpoint, place), mayUseIpv6 };
  if (letsOut(groupIds, groups, to) === false)
    return { code: 'EgressClosed', detail: listIds(groupIds), certainty };
  const { privateIpAddress: address } = instance;
  const ranges = address === undefined ? undefined : rangesOf([address]);
  if (letsIn(securityGroupIds, groups, { groupIds, ranges, mayUseIpv6 }) === false) {
    const detail = `${endpointId} of ${vpc.vpcId} (${listIds(securityGroupIds)})`;
    return { code: 'EndpointClosed', detail, certainty };
  }
  const closed = diagnoseAcls(endpoint, place);
  if (closed !== undefined) return { code: 'NetworkAclClosed', detail: closed, certainty };
  const refused = refusedAtEndpoint(endpoint.policy ?? [], endpoint.service);
  if (endpoint.policy === undefined || refused === undefined) return undefined;
  const detail = `${endpointId} of ${vpc.vpcId} does not allow ${refused}`;
  return { code: 'EndpointPolicyRefuses', detail, certainty };
}

/** The addresses of the subnets of an endpoint; undefined when one of them is not known. */
function rangesIn({ subnetIds }: EndpointEvidence, { vpc }: Place): Range[] | undefined {
  const known = subnetIds.flatMap((id) => vpc.subnets.get(id) ?? []);
  return known.length > 0 && known.length === subnetIds.length ? known : undefined;
}

/** The network ACL that keeps the instance from all subnets of the endpoint. None lies inside a subnet. */
function diagnoseAcls({ subnetIds }: EndpointEvidence, place: Place): string | undefined {
  const ways = subnetIds.map((subnetId) => diagnoseAclsTo(subnetId, place));
  return ways.includes(undefined) ? undefined : ways[0];
}

function diagnoseAclsTo(subnetId: string, { instance, vpc, acl }: Place): string | undefined {
  const range = vpc.subnets.get(subnetId);
  const { subnetId: ownId, privateIpAddress: address } = instance;
  if (subnetId === ownId || range === undefined) return undefined;
  const blockedOut = acl && blocksCalls(acl, [range]);
  if (acl !== undefined && blockedOut !== undefined)
    return `${acl.networkAclId} of ${ownId} lets no ${asCaller(blockedOut)} (${subnetId})`;
  const other = aclOf(subnetId, vpc);
  const own = address === undefined ? vpc.subnets.get(ownId ?? '') : rangesOf([address])[0];
  const blockedIn = other && own && blocksCallers(other, [own]);
  if (other === undefined || blockedIn === undefined) return undefined;
  return `${other.networkAclId} of ${subnetId} lets no ${asCalled(blockedIn)} (${ownId})`;
}
