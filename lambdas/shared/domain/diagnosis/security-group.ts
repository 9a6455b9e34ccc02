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
  readonly hasPrefixList: boolean;
}

type Groups = ReadonlyMap<string, SecurityGroupEvidence>;

/**
 * Whether security groups let HTTPS out to an endpoint that has the groups `toGroupIds`, or out of the VPC
 * when there are none. Addresses are not compared, because the endpoints' addresses are not known. Undefined
 * when some of the groups could not be read.
 */
export function letsOut(
  groupIds: readonly string[],
  groups: Groups,
  toGroupIds: readonly string[],
): boolean | undefined {
  return anyRule(
    groupIds,
    groups,
    ({ egress }) => egress,
    ({ blocks, hasPrefixList, ...rule }) =>
      blocks.length > 0 || hasPrefixList || rule.groupIds.some((id) => toGroupIds.includes(id)),
  );
}

/**
 * Whether security groups let HTTPS in from an instance. Undefined when some of the groups could not be read.
 */
export function letsIn(
  groupIds: readonly string[],
  groups: Groups,
  from: { readonly groupIds: readonly string[]; readonly address: string | undefined },
): boolean | undefined {
  return anyRule(
    groupIds,
    groups,
    ({ ingress }) => ingress,
    ({ blocks, hasPrefixList, ...rule }) =>
      hasPrefixList ||
      blocks.some((block) => covers(block, from.address)) ||
      rule.groupIds.some((id) => from.groupIds.includes(id)),
  );
}

function anyRule(
  groupIds: readonly string[],
  groups: Groups,
  rulesOf: (group: SecurityGroupEvidence) => readonly TrafficRule[],
  accepts: (rule: TrafficRule) => boolean,
): boolean | undefined {
  const found = groupIds.flatMap((id) => groups.get(id) ?? []);
  if (found.some((group) => rulesOf(group).some(accepts))) return true;
  return groupIds.length > 0 && found.length === groupIds.length ? false : undefined;
}

/**
 * True for an address inside the block. Also true when that cannot be told: for an IPv6 block or an unknown
 * address.
 */
function covers(block: string, address: string | undefined): boolean {
  if (address === undefined || block.includes(':')) return true;
  const [base = '', bits = '32'] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(toNumber(base) / size) === Math.floor(toNumber(address) / size);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
