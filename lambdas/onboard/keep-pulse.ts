import type { PulseStore } from '../shared/clients/roster/pulse-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { LaunchVersions } from '../shared/domain/rollout/launch-versions.ts';
import { type Gap, planPulse } from '../shared/domain/roster/pulse.ts';
import type { Log } from '../shared/runtime/log.ts';

/** What a call that may send looks at first. */
export interface PulsePorts {
  readonly pulses: PulseStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** What counts for all that a call sends. */
export interface SendRules {
  readonly gap: Gap | undefined;
  readonly launchVersions: LaunchVersions | undefined;
}

/**
 * Takes the pulse of the roster, and keeps it fresh. Returns what counts for all that the call sends. A call that
 * dies before it has written a gap leaves the pulse as it was, and the next one finds the same.
 *
 * A table without a pulse is new, or is of a version that kept none. Only the recheck finds out which (`isFirst`): it reads
 * the whole table, once. It is called as soon as it is deployed.
 */
export async function keepPulse(
  { pulses, clock, log }: PulsePorts,
  { claimLeaseSeconds, isFirst }: { readonly claimLeaseSeconds: number; readonly isFirst: boolean },
): Promise<SendRules> {
  const { tableId, createdAtMs, pulse, launchVersions } = await pulses.read();
  if (pulse === undefined && !isFirst) return { gap: undefined, launchVersions };
  const changes = pulse === undefined ? await pulses.readChanges() : undefined;
  const nowMs = clock.now();
  const known = { pulse, tableId, createdAtMs, changes, claimLeaseMs: claimLeaseSeconds * 1000, nowMs };
  const { write, gap } = planPulse(known);
  if (write === undefined) return { gap, launchVersions };
  await pulses.write(write);
  if (gap !== undefined && gap.untilMs !== pulse?.gap?.untilMs)
    log.warn('roster may be behind', { ...gap, tableId, before: pulse?.tableId, pulseAtMs: pulse?.atMs });
  return { gap, launchVersions };
}
