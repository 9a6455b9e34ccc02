/**
 * Runs `work` over the items, at most `limit` at a time, and gives the results in the order of the items. Used where
 * one slow answer must not make hundreds wait, and hundreds of calls at once would only be throttled.
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

/** How many calls to one AWS service are under way at once: enough to hide latency, too few to be throttled. */
export const callsAtOnce = 4;
