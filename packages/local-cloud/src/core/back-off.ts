import type { Random } from './random.ts';

/**
 * The back-off between attempts doubles from one second to at most ten minutes. The upper half of it is random. With
 * this, 185 attempts take about a day, as the documented defaults suggest. AWS does not publish the figures.
 */
const firstBackOffMs = 1000;
const backOffMaxMs = 600_000;

/** Draws the back-off of an event or a schedule after `retryAttempts` retries, in milliseconds. */
export function drawBackOffMs(random: Random, retryAttempts: number): number {
  const fullMs = Math.min(firstBackOffMs * 2 ** retryAttempts, backOffMaxMs);
  return random.integer(Math.ceil(fullMs / 2), fullMs);
}
