/**
 * Over how many partitions each sparse index is spread, so that a million entries do not heat one. It may grow and
 * never shrink: an entry stays in its shard until it is not due any more.
 */
export const shardCount = 4;

/** Every partition of the index of due entries. */
export const dueShards = shardNames('due');

/** The partition of the index of due entries that an instance is in: the same at every look. */
export function dueShardOf(instanceId: string): string {
  return shardName('due', instanceId);
}

/**
 * The partition of the index of problems that an instance is in. Entries are in the index from the start; its reader,
 * the command line of operators, is still to come.
 */
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
