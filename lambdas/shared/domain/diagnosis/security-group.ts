import { overlap, type Range, rangeOf } from './address-ranges.ts';

/** The rules of a security group that let HTTPS (TCP 443) pass. */
export interface SecurityGroupEvidence {
  readonly ingress: readonly TrafficRule[];
  readonly egress: readonly TrafficRule[];
}

/** Whom a rule applies to: any of these. */
export interface TrafficRule {
  /** Blocks of IPv4 or IPv6 addresses. */
  readonly blocks: readonly string[];
  readonly groupIds: readonly string[];
  /** True for a prefix list, whose addresses are not read. It may have any. */
  readonly hasPrefixList: boolean;
}

type Groups = ReadonlyMap<string, SecurityGroupEvidence>;

/** Where traffic goes to, or comes from. */
export interface Peer {
  readonly groupIds: readonly string[];
  /** Its IPv4 addresses; undefined when they are not known. */
  readonly ranges: readonly Range[] | undefined;
  /** True when it may have IPv6 addresses, too. */
  readonly mayUseIpv6: boolean;
}

/** Whether security groups let HTTPS out to a peer. Undefined when some of the groups could not be read. */
export function letsOut(groupIds: readonly string[], groups: Groups, to: Peer): boolean | undefined {
  return anyRule(groupIds, groups, ({ egress }) => egress.some((rule) => takes(rule, to)));
}

/** Whether security groups let HTTPS in from a peer. Undefined when some of the groups could not be read. */
export function letsIn(groupIds: readonly string[], groups: Groups, from: Peer): boolean | undefined {
  return anyRule(groupIds, groups, ({ ingress }) => ingress.some((rule) => takes(rule, from)));
}

/** Whether security groups let HTTPS out to anybody at all. Undefined when some of the groups could not be read. */
export function letsAnyOut(groupIds: readonly string[], groups: Groups): boolean | undefined {
  return anyRule(groupIds, groups, ({ egress }) => egress.length > 0);
}

function takes({ blocks, groupIds, hasPrefixList }: TrafficRule, peer: Peer): boolean {
  if (hasPrefixList || groupIds.some((id) => peer.groupIds.includes(id))) return true;
  return blocks.some((block) => {
    if (block.includes(':')) return peer.mayUseIpv6;
    const range = rangeOf(block);
    return peer.ranges === undefined || range === undefined || overlap([range], peer.ranges);
  });
}

function anyRule(
  groupIds: readonly string[],
  groups: Groups,
  accepts: (group: SecurityGroupEvidence) => boolean,
): boolean | undefined {
  const found = groupIds.flatMap((id) => groups.get(id) ?? []);
  if (found.some(accepts)) return true;
  return groupIds.length > 0 && found.length === groupIds.length ? false : undefined;
}
