import type { Random } from './random.ts';

/**
 * Back-off between attempts: doubling from one second, at most ten minutes, the upper half of it by chance. So 185
 * attempts fill about a day, as the documented defaults suggest; AWS does not publish the figures.
 */
const firstBackOffMs = 1000;
const backOffMaxMs = 600_000;

/** How long an event or a schedule waits before its next attempt, after `retryAttempts` retries. In milliseconds. */
export function drawBackOffMs(random: Random, retryAttempts: number): number {
  const fullMs = Math.min(firstBackOffMs * 2 ** retryAttempts, backOffMaxMs);
  return random.integer(Math.ceil(fullMs / 2), fullMs);
}
