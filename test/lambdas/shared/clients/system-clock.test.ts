import { expect, it } from 'vitest';
import { systemClock } from '../../../../lambdas/shared/clients/system-clock.ts';

it('ends a pause early when the signal is given, before it or meanwhile', async () => {
  const given = AbortSignal.abort();
  await systemClock.pause(3_600_000, given);
  const later = new AbortController();
  const pause = systemClock.pause(3_600_000, later.signal);
  later.abort();
  await expect(pause).resolves.toBeUndefined();
});
