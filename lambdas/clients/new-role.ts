import type { Clock } from './clock.ts';

/** A role that was made a moment ago is not known everywhere yet: its denials pass within half a minute. */
const denialPausesMs = [2_000, 4_000, 8_000, 16_000];

/**
 * Makes a call in the name of a role that may be new, and again while it is denied. `denials` are the names of the
 * errors that pass.
 * @throws what the call throws: any other error at once, a denial after half a minute.
 */
export async function waitOutDenials<T>(
  call: () => Promise<T>,
  clock: Clock,
  denials: readonly string[] = ['AccessDeniedException'],
): Promise<T> {
  for (const pauseMs of denialPausesMs) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Error) || !denials.includes(error.name)) throw error;
      await clock.pause(pauseMs);
    }
  }
  return call();
}
