import type { LocalCloud } from 'local-cloud';
import { readTakenUp } from '../../lambdas/shared/domain/rollout/taken-up.ts';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';
import { scanItems } from '../run/roster-rows.ts';

/** The status of a roll-out, as the table has it; `running` before its first step. */
export function readRolloutStatus(cloud: LocalCloud, TableName: string, rolloutId: string): string {
  const Key = { [rosterKeys.partitionKey]: { S: `${rosterKeys.rollouts}${rolloutId}` } };
  const { Item } = cloud.dynamodb.operations.GetItem.run({ TableName, Key }, cloud.administrator());
  return /"status":"(\w+)"/.exec(Item?.['progress']?.S ?? '')?.[1] ?? 'running';
}

/** How many entries say that a roll-out has taken them up. */
export function countTakenUp(cloud: LocalCloud, tableName: string, rolloutId: string): number {
  return scanItems(cloud, tableName).filter(
    (item) => readTakenUp(item['rollout']?.S)?.rolloutId === rolloutId,
  ).length;
}
