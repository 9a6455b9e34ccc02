/** IPv4 addresses as numbers: from the first one up to, and without, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The addresses of an IPv4 block, such as `10.0.0.0/16`; undefined for an IPv6 block and for any other text. */
export function rangeOf(block: string): Range | undefined {
  const [, address = '', bits = '32'] = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(block) ?? [];
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => part > 255) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(parts.reduce((sum, part) => sum * 256 + part, 0) / size) * size;
  return { from: first, to: first + size };
}

/** The addresses of the IPv4 blocks among `blocks`. */
export function rangesOf(blocks: readonly string[]): Range[] {
  return blocks.flatMap((block) => rangeOf(block) ?? []);
}

/** True when some address is in both. */
export function overlap(some: readonly Range[], others: readonly Range[]): boolean {
  return some.some((one) => others.some((other) => one.from < other.to && other.from < one.to));
}

/** The addresses of `ranges` that are in none of `others`. */
export function subtract(ranges: readonly Range[], others: readonly Range[]): Range[] {
  return others.reduce<Range[]>(
    (left, other) => left.flatMap((range) => subtractOne(range, other)),
    [...ranges],
  );
}

function subtractOne(range: Range, other: Range): Range[] {
  if (other.to <= range.from || range.to <= other.from) return [range];
  const before = { from: range.from, to: other.from };
  const after = { from: other.to, to: range.to };
  return [before, after].filter(({ from, to }) => from < to);
}

/** The addresses that are in both. */
export function intersect(ranges: readonly Range[], others: readonly Range[]): Range[] {
  return ranges.flatMap((range) =>
    others.flatMap((other) => {
      const both = { from: Math.max(range.from, other.from), to: Math.min(range.to, other.to) };
      return both.from < both.to ? [both] : [];
    }),
  );
}

/** Every IPv4 address. */
export const allAddresses: readonly Range[] = [{ from: 0, to: 2 ** 32 }];

/** The blocks in which no public address is (IANA's registry of special-purpose addresses, RFC 6890; multicast). */
export const specialAddresses: readonly Range[] = rangesOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]);

/**
 * The addresses that the public endpoints of AWS may have. Which of them Systems Manager has changes, and is
 * not known here.
 */
export const publicAddresses: readonly Range[] = subtract(allAddresses, specialAddresses);
