import { createRolloutDesk } from '../../lambdas/shared/clients/rollout/rollout-desk.ts';
import type { Rollout } from '../../lambdas/shared/clients/rollout/rollout-item.ts';
import { isOver } from '../../lambdas/shared/domain/rollout/rollout-state.ts';
import type { ClientSettings } from './connection.ts';
import { type Part, part } from './flow-reader.ts';

/** The roll-out that is under way; undefined in the answer when none is. */
export function readRolloutUnderWay(
  settings: ClientSettings,
  rosterTableName: string,
): Promise<Part<Rollout | undefined>> {
  return part('dynamodb:BatchGetItem', settings, async () => {
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
    const rollouts = await createRolloutDesk(rosterTableName, new DynamoDBClient(settings)).list();
    return rollouts.find(({ progress }) => !isOver(progress));
  });
}
