import type { PutInventoryRequest, PutInventoryResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { InventoryStore } from '../inventory/inventory-store.ts';

/** PutInventory, by which agents report. No agent does so here by itself. */
export function putInventory(store: InventoryStore): Operation<PutInventoryRequest, PutInventoryResult> {
  return {
    authorize: ({ Items: items = [] }) =>
      items.map(({ TypeName: type = '' }) => ({
        action: 'ssm:PutInventory',
        resource: '*',
        conditions: { 'ssm:InventoryTypeName': type },
      })),
    run({ InstanceId: id = '', Items: items = [] }, { nowMs }) {
      store.put(id, items, nowMs);
      return {};
    },
  };
}
