import type { Hold } from '../../../lambdas/launch-gate/hold.ts';
import type { Gate } from '../../../lambdas/launch-gate/launch-gate-settings.ts';
import { idOf, minuteMs, nowMs } from '../builders.ts';

/** An instance that is held since ten minutes ago, with no heartbeat yet. */
export function aHold(fields: Partial<Hold> = {}): Hold {
  const startedAt = fields.startedAt ?? nowMs - 10 * minuteMs;
  return {
    ...{ token: 'token-1', groupName: 'web', hookName: 'Muster-launch-gate', instanceId: idOf(1) },
    ...{ origin: 'EC2', destination: 'AutoScalingGroup', startedAt, heartbeatAt: startedAt },
    ...fields,
  };
}

/** A gate that holds for an hour, and whose hook times out after half an hour. */
export const aGate = {
  ...{ holdSecondsMax: 3600, heartbeatSeconds: 1800 },
  otherwise: 'ABANDON',
} as const satisfies Gate;
