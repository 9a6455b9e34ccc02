/**
 * Runs `work` over the items, at most `limit` at a time. Returns the results in the order of the items. It is
 * for many calls: one slow answer does not delay them all, and not so many go out at once that they are
 * throttled.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const queue = items.entries();
  const runner = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runner));
  return results;
}

/**
 * How many calls to one AWS service run at once: enough to hide latency, and few enough not to be throttled.
 */
export const callsAtOnce = 4;
