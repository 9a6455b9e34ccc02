import type { Instance } from '../fleet/instance.ts';
import { allAddresses } from './address-ranges.ts';
import { diagnoseEndpoint } from './diagnose-endpoint.ts';
import { diagnoseAcl, diagnoseWayOut, publicWays } from './diagnose-way-out.ts';
import { doubt, type Fault, surest } from './fault.ts';
import { type Gap, listIds, namesInVpc } from './gaps.ts';
import type { NetworkEvidence } from './network-evidence.ts';
import { gapsOf, hiddenIn, type Place, placeOf } from './place.ts';
import { letsAnyOut } from './security-group.ts';

/** What was found out about the network of an instance. */
export interface NetworkFindings {
  readonly fault?: Fault | undefined;
  readonly gaps: readonly Gap[];
  /** Set in a VPC of another account: the place, and what the owner does not show. */
  readonly shared?: { readonly detail: string; readonly hidden: readonly string[] } | undefined;
}

/**
 * The services that an agent must reach, to register and to take commands. One service of each list is
 * enough.
 */
const channels: readonly (readonly string[])[] = [['ssm'], ['ssmmessages', 'ec2messages']];

/** The fault between an instance and the endpoints of Systems Manager, if there is one, and what was not seen. */
export function diagnoseNetwork(instance: Instance, evidence: NetworkEvidence): NetworkFindings {
  const place = placeOf(instance, evidence);
  if (place === undefined) {
    const name = `the network of ${instance.vpcId ?? 'the instance'}`;
    return { gaps: [{ kind: 'VPC', name }] };
  }
  return { fault: diagnosePlace(place), gaps: gapsOf(place), shared: describeShared(place) };
}

function describeShared(place: Place): NetworkFindings['shared'] {
  const { instance, vpc, table, owner } = place;
  if (owner.kind !== 'other') return undefined;
  const whose = `belongs to ${owner.accountId ?? 'another account'}`;
  const isShut = table !== undefined && publicWays(place).length === 0;
  const seen = isShut ? `; no way out is seen (${table.routeTableId})` : '';
  return { detail: `${instance.subnetId} of ${vpc.vpcId} ${whose}${seen}`, hidden: hiddenIn(place) };
}

function diagnosePlace(place: Place): Fault | undefined {
  const { groups, groupIds, owner, vpc } = place;
  // Whatever is out there: an agent calls by HTTPS.
  if (letsAnyOut(groupIds, groups) === false)
    return { code: 'EgressClosed', detail: listIds(groupIds), certainty: 'certain' };
  if (owner.kind === 'other') return surest([diagnoseAnyCall(place), diagnoseDns(place)]);
  const fault = surest([...channels.map((services) => diagnoseChannel(services, place)), diagnoseDns(place)]);
  return fault !== undefined && owner.kind === 'unknown'
    ? doubt(fault, `endpoints of the owner of ${vpc.vpcId}`)
    : fault;
}

function diagnoseChannel(services: readonly string[], place: Place): Fault | undefined {
  const endpoints = place.vpc.endpoints?.filter(({ service }) => services.includes(service));
  if (endpoints === undefined) return undefined;
  // Private DNS sends all traffic to the endpoint, even when there is another way out.
  const named = endpoints.filter(({ isAvailable, hasPrivateDns }) => isAvailable && hasPrivateDns);
  if (named.length === 0) return diagnoseWayOut(services, endpoints, place);
  const faults = named.map((endpoint) => diagnoseEndpoint(endpoint, place));
  const fault = faults.includes(undefined) ? undefined : surest(faults);
  return fault !== undefined && publicWays(place).length > 0 ? doubt(fault, namesInVpc) : fault;
}

/** DHCP options may name DNS servers other than Amazon's, so this is likely at most. */
function diagnoseDns({ vpc }: Place): Fault | undefined {
  if (vpc.answersDns !== false) return undefined;
  return { code: 'DnsOff', detail: vpc.vpcId, certainty: 'likely', unseen: [namesInVpc] };
}

/** An endpoint that the owner does not show may be in the same subnet, where no network ACL is in the way. */
function diagnoseAnyCall(place: Place): Fault | undefined {
  const fault = diagnoseAcl(allAddresses, place);
  return fault && doubt(fault, 'endpoints in the subnet');
}
