import { overlap, type Range, subtract } from './address-ranges.ts';

/** A network ACL: what may enter and leave its subnets. It does not apply to traffic inside a subnet. */
export interface NetworkAclEvidence {
  readonly networkAclId: string;
  readonly subnetIds: readonly string[];
  /** The entries for TCP over IPv4, by rule number. */
  readonly entries: readonly NetworkAclEntry[];
}

/** An entry. The first one that matches decides; what none matches is denied. */
export interface NetworkAclEntry {
  readonly direction: 'in' | 'out';
  readonly isAllowed: boolean;
  readonly range: Range;
  readonly ports: Range;
}

/** The port of every endpoint of AWS. */
const https: Range = { from: 443, to: 444 };

/**
 * The ports from which Linux (32768 to 60999) and Windows (49152 to 65535) call. Network ACLs keep no state, so
 * answers need them open.
 */
const callingPorts: Range = { from: 32_768, to: 65_536 };

/** What a network ACL keeps from passing between its subnet and all of the addresses. */
export type Blocked = 'HTTPS' | 'answers';

/** What keeps calls from the subnet to these addresses; undefined when some pass. */
export function blocksCalls(acl: NetworkAclEvidence, to: readonly Range[]): Blocked | undefined {
  if (!admits(acl, 'out', https, to)) return 'HTTPS';
  return admits(acl, 'in', callingPorts, to) ? undefined : 'answers';
}

/** What keeps calls from these addresses to the subnet; undefined when some pass. */
export function blocksCallers(acl: NetworkAclEvidence, from: readonly Range[]): Blocked | undefined {
  if (!admits(acl, 'in', https, from)) return 'HTTPS';
  return admits(acl, 'out', callingPorts, from) ? undefined : 'answers';
}

/** What is blocked, in words: at the subnet that calls, and at the one that is called. */
export const asCaller = (blocked: Blocked): string => `${blocked} ${blocked === 'HTTPS' ? 'out' : 'in'}`;
export const asCalled = (blocked: Blocked): string => `${blocked} ${blocked === 'HTTPS' ? 'in' : 'out'}`;

/** True when traffic on some of the ports passes for some of the addresses. */
function admits(
  { entries }: NetworkAclEvidence,
  direction: NetworkAclEntry['direction'],
  ports: Range,
  addresses: readonly Range[],
): boolean {
  const own = entries.filter((entry) => entry.direction === direction && overlap([entry.ports], [ports]));
  // Between two bounds of entries, all ports are treated alike.
  const bounds = [ports.from, ...own.map((entry) => entry.ports.from), ...own.map((entry) => entry.ports.to)];
  const firstPorts = new Set(bounds.filter((port) => port >= ports.from && port < ports.to));
  return [...firstPorts].some((port) =>
    admitsPort(
      own.filter((entry) => entry.ports.from <= port && port < entry.ports.to),
      addresses,
    ),
  );
}

function admitsPort(entries: readonly NetworkAclEntry[], addresses: readonly Range[]): boolean {
  let undecided = addresses;
  for (const { isAllowed, range } of entries) {
    if (isAllowed && overlap(undecided, [range])) return true;
    undecided = subtract(undecided, [range]);
  }
  return false;
}
