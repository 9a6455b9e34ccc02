import type { Random } from 'local-cloud';
import { type FaultKindAt, kindsAt } from './fault-kinds.ts';
import type { Faults } from './faults.ts';

/** How the calls of an outage end. */
const outageEnds = ['call-fails-before', 'call-cut-before', 'call-throttled'] as const;

/** A stretch of time in which every call of every function fails, from a time to a time. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly end: (typeof outageEnds)[number];
}

/** The longest outage that needs nobody (promise NothingUnseen), and the shortest that is worth a fault. */
const outageHours = { min: 1, max: 6 };
/** The probability that an outage is as long as it may be. */
const longestProbability = 0.5;
const hourMs = 3_600_000;

const stretchFaults: Readonly<
  Record<FaultKindAt<'stretch'>, (random: Random, beginMs: number, lastMs: number) => Outage>
> = {
  outage: (random, beginMs, lastMs) => {
    const fromMs = random.integer(beginMs, lastMs);
    const { min, max } = outageHours;
    const lengthMs = random.chance(longestProbability)
      ? max * hourMs
      : random.integer(min * hourMs, max * hourMs);
    return { fromMs, untilMs: fromMs + lengthMs, end: random.pick(outageEnds) };
  },
};

/** True during the outage. */
export function isOut({ fromMs, untilMs }: Outage, nowMs: number): boolean {
  return nowMs >= fromMs && nowMs < untilMs;
}

/** The outage of a run, if it has one. It begins from `beginMs` to `lastMs`. */
export function drawOutage(faults: Faults, beginMs: number, lastMs: number): Outage | undefined {
  for (const kind of kindsAt('stretch')) {
    if (!faults.strikes(kind)) continue;
    const outage = stretchFaults[kind](faults.chanceOf(kind), beginMs, lastMs);
    const { fromMs, untilMs, end } = outage;
    faults.inject(kind, { end, fromMs: String(fromMs), untilMs: String(untilMs) });
    return outage;
  }
  return undefined;
}
