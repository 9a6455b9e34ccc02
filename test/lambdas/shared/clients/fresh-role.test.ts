import { expect, it } from 'vitest';
import { retryDenials } from '../../../../lambdas/shared/clients/fresh-role.ts';
import { fakeClock } from '../../fakes.ts';

const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });

/** A call that is denied this many times, and then answers. */
function deniedTimes(count: number): () => Promise<string> {
  let left = count;
  return async () => {
    if (left-- > 0) throw denied;
    return 'done';
  };
}

it('repeats a denied call, later each time', async () => {
  const clock = fakeClock();
  expect(await retryDenials(clock)(deniedTimes(2))).toBe('done');
  expect(clock.pauses).toEqual([2_000, 4_000]);
});

it('spends half a minute for all calls together', async () => {
  const clock = fakeClock();
  const retry = retryDenials(clock);
  await retry(deniedTimes(3));
  await expect(retry(deniedTimes(2))).rejects.toThrow('not authorized');
  expect(clock.pauses).toEqual([2_000, 4_000, 8_000, 16_000]);
});

it('throws every other error at once', async () => {
  const clock = fakeClock();
  await expect(retryDenials(clock)(() => Promise.reject(new Error('other')))).rejects.toThrow('other');
  expect(clock.pauses).toEqual([]);
});

it('treats the given errors as denials', async () => {
  const clock = fakeClock();
  await expect(retryDenials(clock, ['InvalidKeyId'])(deniedTimes(1))).rejects.toThrow('not authorized');
  const invalidKey = Object.assign(new Error('no such key'), { name: 'InvalidKeyId' });
  let isKnown = false;
  const call = async () => {
    if (isKnown) return 'done';
    isKnown = true;
    throw invalidKey;
  };
  expect(await retryDenials(clock, ['InvalidKeyId'])(call)).toBe('done');
});
