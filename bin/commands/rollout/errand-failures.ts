import type { Rollout } from '../../../lambdas/shared/clients/rollout/rollout-item.ts';
import { createRoster } from '../../../lambdas/shared/clients/roster/roster-client.ts';
import { errandOf } from '../../../lambdas/shared/domain/roster/errand.ts';
import { refuse } from '../../account/refusal.ts';
import type { Opened } from './opened.ts';

/** By reason: the instances on which the errand of a roll-out failed, and that nobody has had tried again since. */
export type ErrandFailures = Readonly<Record<string, readonly string[]>>;

/**
 * Who failed in a roll-out that sends an errand. Such an instance is onboarded as before, so `muster failed` does not name it.
 * @throws UsageError when a call fails.
 */
export async function readErrandFailures(
  { settings, deployed, store, policy }: Pick<Opened, 'settings' | 'deployed' | 'store' | 'policy'>,
  { plan, progress }: Rollout,
): Promise<ErrandFailures> {
  if (plan.errand === undefined || progress.counts.failed === 0) return {};
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  const roster = createRoster(deployed.rosterTableName, new DynamoDBClient(settings));
  const ids = async () => (await store.members(plan, progress.wave)).map(({ instanceId }) => instanceId);
  const entries = await ids()
    .then((some) => roster.read(some))
    .catch((error: unknown) => refuse('dynamodb:BatchGetItem', error, policy, settings));
  const byReason: Record<string, string[]> = {};
  for (const entry of entries.values()) {
    const errand = errandOf(entry);
    if (errand?.rolloutId !== plan.rolloutId || errand.status !== 'failed') continue;
    if (errand.changedAt <= (progress.retriedAt ?? 0)) continue;
    const { reason = 'ErrandFailed' } = errand;
    byReason[reason] = [...(byReason[reason] ?? []), entry.instanceId];
  }
  return byReason;
}
