import type { PutItemInput, PutItemOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { encodeAttributes } from '../attribute-value.ts';
import { consume, writeUsage } from '../capacity.ts';
import { checkItemSize } from '../dynamodb-table.ts';
import { pathsIn } from '../expression/condition-paths.ts';
import { checkItemCollectionMetrics } from '../item-collection-metrics.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import type { Tables } from '../tables.ts';
import { changedAttributes, onlyCondition, requireCondition, requireOldOrNone } from '../write-item.ts';

/** PutItem. */
export function putItem(tables: Tables): Operation<PutItemInput, PutItemOutput> {
  return {
    authorize: (input) => [tables.itemAuthorization('PutItem', input.TableName, [input.Item])],
    run(input) {
      refuseLegacy(input);
      checkItemCollectionMetrics(input);
      const attributes = encodeAttributes(input.Item ?? {});
      requireOldOrNone(input.ReturnValues);
      checkItemSize(attributes, 'put');
      const condition = onlyCondition(input);
      const table = tables.get(input.TableName);
      const after = table.newItem(attributes, 'put');
      table.refuseNestedKeys(condition && pathsIn(condition.tree));
      const row = table.find(table.keyOf(after));
      requireCondition(table, row, {
        condition,
        onFailure: input.ReturnValuesOnConditionCheckFailure,
        wanted: after,
      });
      const before = row?.item;
      table.put(after, row);
      return {
        Attributes: changedAttributes({ before, after }, [], input.ReturnValues),
        ConsumedCapacity: consume(input.ReturnConsumedCapacity, writeUsage(table, before, after)),
      };
    },
  };
}
