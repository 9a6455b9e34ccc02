import { isNamed } from './expected-errors.ts';
import type { Clock } from './system-clock.ts';

/** A role that was made a moment ago is not known everywhere yet: its denials pass within half a minute. */
const denialPausesMs = [2_000, 4_000, 8_000, 16_000];

/**
 * Makes calls again that are denied, later each time, since the role may only be too fresh. The pauses are for all
 * calls together, so that one that is denied for good costs half a minute, once. `passing` are the names of the errors
 * that are denials.
 * @throws the denial, when it has not passed; every other error at once.
 */
export function retryDenials(
  clock: Clock,
  passing: readonly string[] = ['AccessDeniedException'],
): <T>(call: () => Promise<T>) => Promise<T> {
  const pausesMs = [...denialPausesMs];
  return async (call) => {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const pauseMs = isNamed(error, passing) ? pausesMs.shift() : undefined;
        if (pauseMs === undefined) throw error;
        await clock.pause(pauseMs);
      }
    }
  };
}
