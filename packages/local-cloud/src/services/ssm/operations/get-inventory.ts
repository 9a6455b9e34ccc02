import type { GetInventoryRequest, GetInventoryResult, InventoryResultItem } from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { readInventoryFilters } from '../inventory/inventory-filters.ts';
import { type InventoryItem, informationType, isReportedType } from '../inventory/inventory-item.ts';
import type { InventoryStore } from '../inventory/inventory-store.ts';

/** The size of a page if the request names none. AWS gives no figure: assumed. */
const pageSize = 50;

/** GetInventory: instances in launch order, then machines outside EC2. Without ResultAttributes it answers what Systems Manager itself knows of each node. */
export function getInventory(store: InventoryStore): Operation<GetInventoryRequest, GetInventoryResult> {
  return {
    authorize: () => [{ action: 'ssm:GetInventory', resource: '*' }],
    run(input, { nowMs }) {
      if (input.Aggregators !== undefined) throw new NotEmulatedError('the aggregators of GetInventory');
      const typeName = input.ResultAttributes?.[0]?.TypeName ?? informationType;
      if (typeName !== informationType && !isReportedType(typeName))
        throw new ServiceError('InvalidResultAttributeException', `The type ${typeName} is not valid.`);
      const conditions = readInventoryFilters(input.Filters);
      const found = store.nodes(nowMs).filter(({ items }) => conditions.every((holds) => holds(items)));
      const request = [input.Filters, input.ResultAttributes];
      const { page, next } = takePage(found, input, { size: pageSize, request });
      return {
        Entities: page.map(({ id, items }) => {
          const item = items.get(typeName);
          return { Id: id, Data: item === undefined ? {} : { [typeName]: renderItem(item) } };
        }),
        ...next,
      };
    },
  };
}

function renderItem(item: InventoryItem): InventoryResultItem {
  return {
    TypeName: item.typeName,
    SchemaVersion: item.schemaVersion,
    CaptureTime: item.captureTime,
    ...(item.contentHash === undefined ? {} : { ContentHash: item.contentHash }),
    Content: item.content.map((entry) => ({ ...entry })),
  };
}
