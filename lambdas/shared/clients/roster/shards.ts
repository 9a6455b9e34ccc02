/**
 * The number of partitions over which each sparse index is spread, so that a million entries do not overload
 * one. It may grow but never shrink: an entry stays in its shard until it is no longer due.
 */
export const shardCount = 4;

/** Every partition of the index of due entries. */
export const dueShards = shardNames('due');

/** The partition of an instance in the index of due entries. It never changes. */
export function dueShardOf(instanceId: string): string {
  return shardName('due', instanceId);
}

/** Every partition of the index of problems, which the operators' command line reads. */
export const problemShards = shardNames('problem');

/** The partition of an instance in the index of problems. It never changes. */
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
