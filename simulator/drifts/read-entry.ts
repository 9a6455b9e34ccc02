import type { LocalCloud } from 'local-cloud';
import { driftsOf } from '../../lambdas/shared/domain/roster/drift.ts';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';

function readItem(cloud: LocalCloud, TableName: string, instanceId: string) {
  if (!cloud.dynamodb.has(TableName)) return undefined;
  const request = { TableName, Key: { [rosterKeys.partitionKey]: { S: instanceId } } };
  return cloud.dynamodb.operations.GetItem.run(request, cloud.administrator()).Item;
}

/** True when the roster says that an instance is onboarded now. */
export function isOnboarded(cloud: LocalCloud, tableName: string, instanceId: string): boolean {
  return readItem(cloud, tableName, instanceId)?.['status']?.S === 'onboarded';
}

/** Says whether the entry of an instance told of a drift of a document since a moment, and that it is sent again. */
export function tellsDrifts(cloud: LocalCloud, tableName: string) {
  return (instanceId: string, document: string, sinceMs: number): boolean => {
    const { drift } = { drift: readItem(cloud, tableName, instanceId)?.['drift']?.S };
    const drifts = drift === undefined ? [] : driftsOf({ drift });
    return drifts.some(
      (one) => one.document === document && one.status === 'sent' && (one.sentAtMs ?? 0) > sinceMs,
    );
  };
}
