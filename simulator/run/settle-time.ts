import type { DeployedStack } from 'local-cloud';
import { lastRegistrationSeconds, type Workload } from '../fleet/workload.ts';
import { boundsOf } from '../promises/bounds.ts';
import { readTimes } from '../promises/deployed-times.ts';

/** A run ends a whole number of these after its last launch, so that a small change of a bound leaves its figures alone. */
const stepSeconds = 30 * 60;

/**
 * For how long a run without faults goes on after its last launch, in virtual seconds, with the times that were
 * deployed: until who never registers is called unmanaged, and who registers last has been onboarded.
 */
export function settleSeconds(stacks: readonly Pick<DeployedStack, 'source'>[], workload: Workload): number {
  const { settleSeconds, sweptSeconds, endSeconds } = boundsOf(readTimes(stacks));
  const lastSeconds = workload.at(-1)?.atSeconds ?? 0;
  const registeredSeconds = lastRegistrationSeconds(workload) - lastSeconds;
  const seconds = Math.max(settleSeconds, registeredSeconds + sweptSeconds + endSeconds);
  return Math.ceil(seconds / stepSeconds) * stepSeconds;
}
