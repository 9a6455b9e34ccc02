import type { RosterStanding } from '../roster/roster-entry.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** What has started again is verified so long after its start at the earliest, and over so long a time. */
const afterStartMs = 30 * minuteMs;
const startSpreadMs = 2 * hourMs;

/** What tells when an instance is verified. */
export type Timed = Pick<RosterStanding, 'instanceId' | 'launchedAt' | 'onboardedAt'>;

/**
 * True for an instance whose moment of the day lies in a stretch of time, after its beginning and not after its end. The
 * moment follows from the id, so a fleet is spread evenly over the day, and nothing has to be noted.
 *
 * An instance that was started again since it was onboarded has its moment within hours after that start. One that runs
 * during office hours alone would else never be verified, and a start is what shows a service that does not start.
 */
export function isDueWithin(
  instance: Timed,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): boolean {
  const moment = momentOf(instance);
  const next = moment + Math.max(0, Math.floor((fromMs - moment) / dayMs) + 1) * dayMs;
  return next <= untilMs;
}

/** A moment at which an instance is verified, in epoch milliseconds. The others follow it day by day. */
function momentOf({ instanceId, launchedAt, onboardedAt = launchedAt }: Timed): number {
  const isRestarted = launchedAt > onboardedAt;
  return isRestarted
    ? launchedAt + afterStartMs + (hashOf(instanceId) % startSpreadMs)
    : hashOf(instanceId) % dayMs;
}

/** FNV-1a, 32 bits: ids that differ in one sign are far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
