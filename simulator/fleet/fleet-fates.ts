import { type Lifecycle, platforms, type Random, type Registration, type Tags } from 'local-cloud';
import type { GroupKind, GroupRow } from './fleet-units.ts';

/** Something that goes wrong on some instances. Fields that are absent are as usual. */
export interface Fate {
  /** The number of affected launches per thousand. */
  readonly parts: number;
  readonly where: readonly GroupKind[];
  /** True if the fate applies only to platforms whose usual image has no agent. */
  readonly needsBareImage?: true;
  readonly registration?: Registration;
  readonly lifecycle?: Lifecycle;
  readonly tagLagSeconds?: number;
  /** Tags that are added to those of the instance. */
  readonly tags?: Tags;
}

/** Groups with their sizes, and the fates that may strike them. */
export interface FatedFleet {
  readonly rows: readonly GroupRow[];
  /** One for each row. */
  readonly sizes: readonly number[];
  /** At most 255. */
  readonly fates: readonly Fate[];
}

/**
 * Assigns every fate to as many launches as its parts require, or to all launches that it may strike if those are
 * fewer. No launch gets two fates. Returns one number per launch, in the order of the rows: 0 for no fate, otherwise
 * the index of its fate plus 1.
 */
export function dealFates(fleet: FatedFleet, random: Random): Uint8Array {
  const launches = fleet.sizes.reduce((all, size) => all + size, 0);
  const dealt = new Uint8Array(launches);
  const free = new Uint32Array(launches);
  for (const [index, fate] of fleet.fates.entries()) {
    const freeCount = collectFree(fleet, { fate, dealt, free });
    const count = Math.min(freeCount, Math.round((launches * fate.parts) / 1000));
    for (let drawn = 0; drawn < count; drawn++) {
      const place = random.integer(drawn, freeCount - 1);
      dealt[free[place] ?? 0] = index + 1;
      free[place] = free[drawn] ?? 0;
    }
  }
  return dealt;
}

/** Writes into `free` the launches that the fate may strike and that have no fate yet. Returns how many there are. */
function collectFree(
  { rows, sizes }: FatedFleet,
  { fate, dealt, free }: { fate: Fate; dealt: Uint8Array; free: Uint32Array },
): number {
  let count = 0;
  let start = 0;
  for (const [index, row] of rows.entries()) {
    const end = start + (sizes[index] ?? 0);
    if (mayStrike(fate, row))
      for (let launch = start; launch < end; launch++) if (dealt[launch] === 0) free[count++] = launch;
    start = end;
  }
  return count;
}

function mayStrike({ where, needsBareImage }: Fate, [kind, , platform]: GroupRow): boolean {
  return where.includes(kind) && !(needsBareImage && platforms[platform].isAgentPreinstalled);
}
