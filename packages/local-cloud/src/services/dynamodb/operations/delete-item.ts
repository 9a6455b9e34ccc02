import type { DeleteItemInput, DeleteItemOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { encodeAttributes } from '../attribute-value.ts';
import { consume, writeUsage } from '../capacity.ts';
import { pathsIn } from '../expression/condition-paths.ts';
import { checkItemCollectionMetrics } from '../item-collection-metrics.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import type { Tables } from '../tables.ts';
import { changedAttributes, onlyCondition, requireCondition, requireOldOrNone } from '../write-item.ts';

/** DeleteItem. Deleting a missing item succeeds. */
export function deleteItem(tables: Tables): Operation<DeleteItemInput, DeleteItemOutput> {
  return {
    authorize: (input) => [tables.itemAuthorization('DeleteItem', input.TableName, [input.Key])],
    run(input) {
      refuseLegacy(input);
      checkItemCollectionMetrics(input);
      const given = encodeAttributes(input.Key ?? {});
      requireOldOrNone(input.ReturnValues);
      const condition = onlyCondition(input);
      const table = tables.get(input.TableName);
      const row = table.find(table.readKey(given));
      table.refuseNestedKeys(condition && pathsIn(condition.tree));
      requireCondition(table, row, { condition, onFailure: input.ReturnValuesOnConditionCheckFailure });
      if (row !== undefined) table.delete(row);
      const before = row?.item;
      return {
        Attributes: changedAttributes({ before, after: undefined }, [], input.ReturnValues),
        ConsumedCapacity: consume(input.ReturnConsumedCapacity, writeUsage(table, before, undefined)),
      };
    },
  };
}
