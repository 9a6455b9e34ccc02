import type { DeployedStack } from 'local-cloud';
import { lastRegistrationSeconds, type Workload } from '../fleet/workload.ts';
import { boundsOf } from '../promises/bounds.ts';
import { readTimes } from '../promises/deployed-times.ts';

/**
 * A run ends a whole number of these steps after its last launch, so that a small change of a bound does not change its
 * figures.
 */
const stepSeconds = 30 * 60;

/**
 * How long a run without faults continues after its last launch, in virtual seconds. By then every instance that never
 * registers is unmanaged, and every other one is onboarded. The time follows from the deployed settings.
 */
export function settleSeconds(stacks: readonly Pick<DeployedStack, 'source'>[], workload: Workload): number {
  const { settleSeconds, sweptSeconds, endSeconds } = boundsOf(readTimes(stacks));
  const lastSeconds = workload.at(-1)?.atSeconds ?? 0;
  const registeredSeconds = lastRegistrationSeconds(workload) - lastSeconds;
  const seconds = Math.max(settleSeconds, registeredSeconds + sweptSeconds + endSeconds);
  return Math.ceil(seconds / stepSeconds) * stepSeconds;
}
