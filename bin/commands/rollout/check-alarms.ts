import { limits } from '../../../lambdas/shared/domain/limits.ts';
import { raisedAlarms } from '../../../lambdas/shared/domain/rollout/gate.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';

/**
 * Looks at the alarms that are to stop a roll-out, before it starts.
 * @throws UsageError when one is not there or is raised, or when the call fails.
 */
export async function checkAlarms(
  settings: ClientSettings,
  alarms: readonly string[],
  policy: OperatorPolicy,
): Promise<void> {
  if (alarms.length === 0) return;
  if (alarms.length > limits.alarmNamesMax)
    throw new UsageError(`--alarm is given ${alarms.length} times; allowed are ${limits.alarmNamesMax}`);
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  const { createAlarms } = await import('../../../lambdas/shared/clients/alarms.ts');
  const states = await createAlarms(new CloudWatchClient(settings))
    .states(alarms)
    .catch((error: unknown) => refuse('cloudwatch:DescribeAlarms', error, policy, settings));
  const [raised] = raisedAlarms({ alarms }, states);
  if (raised === undefined) return;
  const why = states.has(raised) ? 'it is raised now' : 'there is no such alarm in this account and region';
  throw new UsageError(`--alarm ${raised}: ${why}`);
}
