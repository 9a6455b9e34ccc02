import { isNamed } from './expected-errors.ts';
import type { Clock } from './system-clock.ts';

/** A new role is not known everywhere at once: its denials pass within half a minute. */
const denialPausesMs = [2_000, 4_000, 8_000, 16_000];

/**
 * Repeats calls that are denied, later each time, because the role may only be too new. All calls share the
 * pauses, so a lasting denial costs half a minute only once. `passing` names the errors that are denials.
 * @throws the denial if it does not pass, and every other error at once.
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
