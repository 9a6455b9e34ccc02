import { expect, it } from 'vitest';
import { mapConcurrently } from '../../../../lambdas/shared/clients/map-concurrently.ts';

/** Work that ends when the test says so, in the order of the test. */
function heldWork() {
  const releases = new Map<number, () => void>();
  const work = (item: number) =>
    new Promise<string>((resolve) => releases.set(item, () => resolve(`done ${item}`)));
  /** Ends the work on an item and lets the runners take what is next. */
  const release = async (item: number) => {
    releases.get(item)?.();
    releases.delete(item);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { work, release, running: () => [...releases.keys()] };
}

it('works on no more than the limit at once, and takes the next when one ends', async () => {
  const { work, release, running } = heldWork();
  const results = mapConcurrently([1, 2, 3, 4], 2, work);
  expect(running()).toEqual([1, 2]);
  await release(2);
  expect(running()).toEqual([1, 3]);
  await release(3);
  await release(4);
  await release(1);
  expect(await results).toEqual(['done 1', 'done 2', 'done 3', 'done 4']);
});

it('starts no more runners than items, and none for no items', async () => {
  const { work, running } = heldWork();
  expect(await mapConcurrently([], 2, work)).toEqual([]);
  expect(running()).toEqual([]);
});

it('fails when one item fails', async () => {
  const failing = mapConcurrently([1, 2], 4, async (item) => {
    if (item === 2) throw new Error('two is bad');
    return item;
  });
  await expect(failing).rejects.toThrow('two is bad');
});
