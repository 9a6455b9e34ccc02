import { type Lifecycle, platforms, type Random, type Registration, type Tags } from 'local-cloud';
import type { GroupKind, GroupRow } from './fleet-units.ts';

/** What does not go as it should on some instances. What it leaves out goes well. */
export interface Fate {
  /** Of a thousand launches of the fleet. */
  readonly parts: number;
  readonly where: readonly GroupKind[];
  /** True when it happens only where the usual image has no agent. */
  readonly needsBareImage?: true;
  readonly registration?: Registration;
  readonly lifecycle?: Lifecycle;
  readonly tagLagSeconds?: number;
  /** Added to the tags that the instance has anyway. */
  readonly tags?: Tags;
}

/** Groups with how many instances each has, and the fates that may strike them. */
export interface FatedFleet {
  readonly rows: readonly GroupRow[];
  /** One for each row. */
  readonly sizes: readonly number[];
  /** At most 255. */
  readonly fates: readonly Fate[];
}

/**
 * Deals every fate to as many launches as it has parts, or to all that it may strike when those are fewer. No launch
 * gets two. Gives one number for each launch, in the order of the rows: the place of its fate, plus 1; 0 is none.
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

/** Writes into `free` the launches that a fate may strike and that have none yet. Gives their number. */
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
