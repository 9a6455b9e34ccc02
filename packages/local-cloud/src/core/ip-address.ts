/** IP addresses and address blocks, as EventBridge `cidr` filters and IAM `IpAddress` conditions compare them. */

/** An address as a number, with its width: 32 bits for IPv4, 128 for IPv6. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** A block of addresses: those that share the first `prefixLength` bits of `base`. */
export interface IpBlock {
  readonly base: IpAddress;
  readonly prefixLength: number;
}

/** Reads an IPv4 or IPv6 literal; undefined for anything else. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/**
 * Reads `address/length`. Returns undefined if either part is malformed or the length exceeds the width of the address.
 */
export function parseIpBlock(text: string): IpBlock | undefined {
  const [address, length, ...rest] = text.split('/');
  if (address === undefined || length === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length))
    return undefined;
  const base = parseIpAddress(address);
  const prefixLength = Number(length);
  return base === undefined || prefixLength > base.bits ? undefined : { base, prefixLength };
}

/** Whether `address` is in `block`. An IPv4 address is never in an IPv6 block, and vice versa. */
export function isInBlock(address: IpAddress, block: IpBlock): boolean {
  if (address.bits !== block.base.bits) return false;
  const hostBits = BigInt(address.bits - block.prefixLength);
  return address.value >> hostBits === block.base.value >> hostBits;
}

function parseIpv4(text: string): IpAddress | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return { bits: 32, value: octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n) };
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}
