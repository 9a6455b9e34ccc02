import { Random } from 'local-cloud';
import type { Amount } from '../../lambdas/shared/domain/rollout/caps.ts';
import type { Wish } from '../../lambdas/shared/domain/rollout/rollout-state.ts';
import type { RolloutChoice } from './rollout-choice.ts';

/** The share of seeds that have a roll-out. */
const drawnProbability = 1 / 3;

/** The share of roll-outs that send an errand. */
const errandProbability = 0.25;

/** What a person asks of a roll-out, and when. */
export interface PlannedWish {
  readonly atMs: number;
  readonly wish: Wish;
}

/** A roll-out as a seed has it, before it is known who is in it. */
export interface DrawnRollout {
  readonly atMs: number;
  readonly waves: readonly Amount[];
  readonly caps: { readonly all: Amount; readonly group: Amount; readonly zone: Amount };
  readonly bakeSeconds: number;
  readonly failedPercentMax: number;
  readonly failedMax?: number;
  readonly paceMinute?: number;
  /** Whether the agents are asked at the end of the bake time whether they work. */
  readonly isVerified: boolean;
  /** Whether launches are held at an earlier version while it is under way. */
  readonly holdsLaunches: boolean;
  /** Whether it sends an errand, and no new versions. One that adopts does not. */
  readonly isErrand: boolean;
  /** Sorted by time. */
  readonly wishes: readonly PlannedWish[];
}

const waves: readonly (readonly Amount[])[] = [
  ['100%'],
  [1, '100%'],
  ['50%', '100%'],
  [1, '10%', '40%', '100%'],
  [2, '30%', '60%', '100%'],
];
const minutesMs = 60_000;
/** For how long after its start people ask for something. */
const wishedMs = 120 * minutesMs;

/**
 * The roll-out of a seed, which begins in this time. It has its own random stream: it changes no draw of the faults or of
 * the fleet. Undefined for a run without one.
 */
export function drawRollout(
  seed: number,
  choice: RolloutChoice,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): DrawnRollout | undefined {
  const random = Random.stream(seed, 'rollout');
  const isDrawn = random.chance(drawnProbability);
  if (choice === 'none' || (choice === 'drawn' && !isDrawn)) return undefined;
  const atMs = random.integer(fromMs, untilMs);
  return {
    atMs,
    waves: random.pick(waves),
    caps: {
      all: random.pick<Amount>(['5%', '10%', '30%', '100%']),
      group: random.pick<Amount>([1, 2, '34%', '100%']),
      zone: random.pick<Amount>(['5%', '20%', '50%', '100%']),
    },
    bakeSeconds: random.pick([0, 60, 300, 900]),
    failedPercentMax: random.pick([0, 10, 50, 100]),
    ...(random.chance(0.3) ? { failedMax: random.integer(0, 3) } : {}),
    ...(random.chance(0.3) ? { paceMinute: random.pick([0.5, 1, 5]) } : {}),
    wishes: drawWishes(random, atMs),
    isVerified: random.chance(0.5),
    holdsLaunches: random.chance(0.5),
    // A stream of its own: the other draws are those of the same seed without errands.
    isErrand: choice === 'errand' || Random.stream(seed, 'errand').chance(errandProbability),
  };
}

function drawWishes(random: Random, atMs: number): readonly PlannedWish[] {
  const count = random.pick([0, 0, 1, 3, 6]);
  return Array.from({ length: count }, () => ({
    atMs: random.integer(atMs, atMs + wishedMs),
    wish: random.pick<Wish>(['pause', 'pause', 'resume', 'resume', 'resume', 'retry', 'retry', 'abort']),
  })).toSorted((a, b) => a.atMs - b.atMs);
}
