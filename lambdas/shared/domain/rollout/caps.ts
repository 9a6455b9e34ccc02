import type { Member, MemberState } from './member.ts';

/** How many instances may be in flight, failed or baking at once. */
export interface Caps {
  /** In the whole roll-out. */
  readonly all: number;
  /** By group; a group that is not named has no cap. */
  readonly groups: Readonly<Record<string, number>>;
  /** By availability zone. */
  readonly zones: Readonly<Record<string, number>>;
}

/** A share of a set, or a number. `10%` of fewer than ten are one. */
export type Amount = number | `${number}%`;

/** How many of `size` an amount is: at least one, so that a small group is not left out for good. */
export function countOf(amount: Amount, size: number): number {
  if (typeof amount === 'number') return amount;
  return Math.max(1, Math.floor((size * Number.parseFloat(amount)) / 100));
}

/** The states that use up a cap: what may be broken, is broken, or may turn out to be. */
const unsettled: readonly MemberState[] = ['inFlight', 'failed', 'baking'];

/** The caps of a roll-out, counted over its members. */
export function capsOver(
  members: readonly Pick<Member, 'zone' | 'group'>[],
  { all, group, zone }: { readonly all: number; readonly group: Amount; readonly zone: Amount },
): Caps {
  const limit = (names: readonly string[], amount: Amount) =>
    Object.fromEntries([...tally(names)].map(([name, size]) => [name, countOf(amount, size)]));
  return {
    all,
    groups: limit(
      members.flatMap((member) => member.group ?? []),
      group,
    ),
    zones: limit(
      members.map((member) => member.zone),
      zone,
    ),
  };
}

/** What is left of the caps. Whoever takes an instance up uses up some of it. */
export class Room {
  readonly #caps: Caps;
  #all = 0;
  readonly #groups: Map<string, number>;
  readonly #zones: Map<string, number>;

  constructor(caps: Caps, members: readonly Member[], stateOf: (member: Member) => MemberState) {
    this.#caps = caps;
    const used = members.filter((member) => unsettled.includes(stateOf(member)));
    this.#all = used.length;
    this.#groups = tally(used.flatMap(({ group }) => group ?? []));
    this.#zones = tally(used.map(({ zone }) => zone));
  }

  /** Takes one instance up, if the caps allow it. */
  take({ group, zone }: Member): boolean {
    const { all, groups, zones } = this.#caps;
    const isFull =
      this.#all >= all ||
      isAt(this.#zones, zone, zones) ||
      (group !== undefined && isAt(this.#groups, group, groups));
    if (isFull) return false;
    this.#all += 1;
    this.#zones.set(zone, (this.#zones.get(zone) ?? 0) + 1);
    if (group !== undefined) this.#groups.set(group, (this.#groups.get(group) ?? 0) + 1);
    return true;
  }
}

function isAt(used: ReadonlyMap<string, number>, name: string, caps: Readonly<Record<string, number>>) {
  const cap = Object.hasOwn(caps, name) ? caps[name] : undefined;
  return cap !== undefined && (used.get(name) ?? 0) >= cap;
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
