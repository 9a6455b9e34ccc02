import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import type { Errand } from '../shared/domain/roster/errand.ts';
import { type Decision, identityAfter, type RunningCase, record } from './decision.ts';

/**
 * Decides about an instance that a roll-out took up for an errand, and that answers: the document is sent. What the instance
 * has by its profile stays, whatever its profile says now.
 *
 * It goes back to what it was when it started again, when it was silent for so long that the roll-out has counted it as
 * failed, or when its roll-out is not there any more. The next step of the roll-out takes it up again, if there is one.
 */
export function planErrand(known: RunningCase, managed: ManagedInstance, { rolloutId }: Errand): Decision {
  const { entry, instance, stateChange, errands, nowMs } = known;
  const order = errands.get(rolloutId);
  const isNewStart = entry !== undefined && instance.launchedAtMs > entry.launchedAt;
  if (order === undefined || isNewStart || entry?.status === 'unmanaged')
    return record(known, { status: 'onboarded', reason: 'Onboarded' });
  const reason = 'CommandClaimed';
  const change = { status: 'claimed', reason, platform: managed.platformName } as const;
  return {
    ...{ kind: 'send', stateChange, reason },
    item: { instanceId: instance.instanceId, ...order, rolloutId },
    claim: { from: entry, change: { ...identityAfter(known), ...change }, atMs: nowMs },
  };
}
