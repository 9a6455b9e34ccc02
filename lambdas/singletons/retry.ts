import { retryDenials } from '../shared/clients/fresh-role.ts';
import type { Clock } from '../shared/clients/system-clock.ts';

/** Repeats a call. */
export type Retry = <T>(call: () => Promise<T>) => Promise<T>;

/** Repeats a call that may only be too early: the role is new, or another change of the same thing is under way. */
export function retryPassing(clock: Clock): Retry {
  return retryDenials(clock, ['AccessDeniedException', 'TooManyUpdates']);
}
