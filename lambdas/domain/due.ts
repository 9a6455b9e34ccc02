/**
 * When to look again.
 *
 * The times for an instance that is not managed yet follow how agents register: most within minutes, and one that
 * found no credentials or no route at boot tries again after 25 to 60 minutes. So: every 5 minutes in the first half
 * hour, then every 15, up to a horizon after which the entry is called unmanaged.
 */
export interface LookTimes {
  readonly earlySeconds: number;
  readonly earlyStepSeconds: number;
  readonly lateStepSeconds: number;
  readonly horizonSeconds: number;
}

/** The next look, in epoch milliseconds, for an instance that has been waiting since `waitingSinceMs`. */
export function nextLookAtMs(times: LookTimes, waitingSinceMs: number, nowMs: number): number {
  const isEarly = nowMs - waitingSinceMs < times.earlySeconds * 1000;
  return nowMs + (isEarly ? times.earlyStepSeconds : times.lateStepSeconds) * 1000;
}

/** True when an instance has been waiting for so long that it is called unmanaged. */
export function isPastHorizon(times: LookTimes, waitingSinceMs: number, nowMs: number): boolean {
  return nowMs - waitingSinceMs >= times.horizonSeconds * 1000;
}

/**
 * When the result of a command is read although no event told of it, in seconds after the send and again after each
 * reading that found it still running. Most scripts take minutes; an event is lost rarely.
 */
export const resultLookSeconds = 30 * 60;

/** How long an instance waits after an order that failed for a passing reason, by how many have failed so far. */
export function retryAtMs(attempts: number, nowMs: number): number {
  return nowMs + Math.min(5 * 2 ** (attempts - 1), 60) * 60 * 1000;
}

/** Over how many index partitions entries are spread, so that a million of them do not heat one. */
export const shardCount = 4;

/** The shards of the sparse indexes, for whoever reads all of them. */
export const dueShards = shardNames('due');

/** The partition of the index of due entries that an instance is in: the same at every look. */
export function dueShardOf(instanceId: string): string {
  return shardName('due', instanceId);
}

/** The partition of the index of problems that an instance is in. */
export function problemShardOf(instanceId: string): string {
  return shardName('problem', instanceId);
}

function shardName(index: string, instanceId: string): string {
  let sum = 0;
  for (let i = 0; i < instanceId.length; i++) sum = (sum * 31 + instanceId.charCodeAt(i)) >>> 0;
  return `${index}-${(sum % shardCount).toString().padStart(2, '0')}`;
}

function shardNames(index: string): readonly string[] {
  return Array.from({ length: shardCount }, (_, shard) => `${index}-${String(shard).padStart(2, '0')}`);
}
