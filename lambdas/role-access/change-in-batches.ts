import type { Clock } from '../shared/clients/system-clock.ts';
import { isRefusal } from './change-role.ts';
import type { SkippedRole } from './plan-fleet.ts';

/** What became of roles. */
export interface BatchOutcome {
  readonly changed: readonly string[];
  readonly failed: readonly SkippedRole[];
  /** Those that were not tried: the next run finds them. */
  readonly left: readonly string[];
}

/** How many roles are changed at most, and until when one may begin. */
export interface BatchLimits {
  readonly rolesMax: number;
  readonly deadlineMs: number;
}

/**
 * A role takes three or four calls. IAM does not say how many it allows. It begins to throttle at about 15 to 20 a second, of
 * everybody in the account together. With these pauses a run makes about 10.
 */
const batchRoles = 3;
const pauseMs = 1_000;

/**
 * Changes roles one after the other, with a pause after each batch. A role that IAM refuses does not stop the others. Any
 * other error does: it would be the same for the next role.
 */
export async function changeInBatches(
  roleNames: readonly string[],
  change: (roleName: string) => Promise<void>,
  { clock, rolesMax, deadlineMs }: BatchLimits & { readonly clock: Clock },
): Promise<BatchOutcome> {
  const changed: string[] = [];
  const failed: SkippedRole[] = [];
  for (const [index, roleName] of roleNames.entries()) {
    if (changed.length >= rolesMax || clock.now() >= deadlineMs)
      return { changed, failed, left: roleNames.slice(index) };
    if (index > 0 && index % batchRoles === 0) await clock.pause(pauseMs);
    try {
      await change(roleName);
      changed.push(roleName);
    } catch (error) {
      failed.push({ roleName, reason: error instanceof Error ? `${error.name}: ${error.message}` : '' });
      if (!isRefusal(error)) return { changed, failed, left: roleNames.slice(index + 1) };
    }
  }
  return { changed, failed, left: [] };
}
