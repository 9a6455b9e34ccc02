import type { HandOverStore } from '../shared/clients/verification/hand-over-store.ts';
import type { VerificationPeriod } from '../shared/domain/verification/verification-settings.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { Overview } from './census.ts';
import { planHandOver } from './plan-hand-over.ts';

/** What handing over needs from outside. */
export interface HandOverPorts {
  readonly handOvers: HandOverStore;
  readonly log: Log;
}

/**
 * Hands over to the recheck who is to be verified. The turns are put before it is noted: a call that dies in between hands
 * over twice, and what verifies changes nothing.
 */
export async function handOver(
  overview: Overview,
  every: VerificationPeriod,
  verifiedUntilMs: number | undefined,
  { handOvers, log }: HandOverPorts,
): Promise<void> {
  const { turns, untilMs } = planHandOver(overview, every, verifiedUntilMs);
  for (const { turn, dueAtMs } of turns) await handOvers.put(turn, dueAtMs);
  if (untilMs !== undefined) await handOvers.noteUntil(untilMs);
  const instances = turns.reduce((sum, { turn }) => sum + turn.openIds.length, 0);
  if (instances > 0) log.info('verifications handed over', { turns: turns.length, instances });
}
