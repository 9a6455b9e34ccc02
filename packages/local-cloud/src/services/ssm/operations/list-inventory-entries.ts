import type { ListInventoryEntriesRequest, ListInventoryEntriesResult } from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { invalidType, readInventoryFilters } from '../inventory/inventory-filters.ts';
import { informationType, isReportedType } from '../inventory/inventory-item.ts';
import type { InventoryStore } from '../inventory/inventory-store.ts';

/** The size of a page if the request names none. AWS gives no figure: assumed. */
const pageSize = 50;

/** ListInventoryEntries. Of a type that the node never reported, it answers no entry and no time: assumed. */
export function listInventoryEntries(
  store: InventoryStore,
): Operation<ListInventoryEntriesRequest, ListInventoryEntriesResult> {
  return {
    authorize: () => [{ action: 'ssm:ListInventoryEntries', resource: '*' }],
    run(input, { nowMs }) {
      const { InstanceId: id = '', TypeName: typeName = '', Filters: filters } = input;
      if (typeName !== informationType && !isReportedType(typeName)) throw invalidType(typeName);
      const conditions = readInventoryFilters(filters);
      const item = store.item(id, typeName, nowMs);
      if (item === undefined) return { TypeName: typeName, InstanceId: id, Entries: [] };
      const entries = item.content.filter((entry) => {
        const alone = new Map([[typeName, { ...item, content: [entry] }]]);
        return conditions.every((holds) => holds(alone));
      });
      const { page, next } = takePage(entries, input, { size: pageSize, request: [id, typeName, filters] });
      return {
        ...{ TypeName: typeName, InstanceId: id },
        ...{ SchemaVersion: item.schemaVersion, CaptureTime: item.captureTime },
        Entries: page.map((entry) => ({ ...entry })),
        ...next,
      };
    },
  };
}
