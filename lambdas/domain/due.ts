/**
 * When to look again at an instance that is not managed yet.
 *
 * The times follow how agents register: most within minutes, and one that found no credentials or no route at boot
 * tries again after 25 to 60 minutes. So: every 5 minutes in the first half hour, then every 15.
 */
const earlySeconds = 30 * 60;
const earlyStepSeconds = 5 * 60;
const lateStepSeconds = 15 * 60;

/** The next look, in epoch milliseconds, for an instance that started at `startedAtMs`. */
export function nextLookAtMs(startedAtMs: number, nowMs: number): number {
  const isEarly = nowMs - startedAtMs < earlySeconds * 1000;
  return nowMs + (isEarly ? earlyStepSeconds : lateStepSeconds) * 1000;
}

/** Over how many index partitions the due entries are spread, so that a million of them do not heat one. */
export const dueShardCount = 16;

/** The index partition of an instance: the same at every look. */
export function dueShardOf(instanceId: string): string {
  let sum = 0;
  for (let i = 0; i < instanceId.length; i++) sum = (sum * 31 + instanceId.charCodeAt(i)) >>> 0;
  return `due-${(sum % dueShardCount).toString().padStart(2, '0')}`;
}
