import type { UpdateItemInput, UpdateItemOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { encodeAttributes } from '../attribute-value.ts';
import { attributesNamedIn } from '../attributes-named-in.ts';
import { consume, writeUsage } from '../capacity.ts';
import { pathsIn } from '../expression/condition-paths.ts';
import { RequestExpressions } from '../expression/request-expressions.ts';
import { checkItemCollectionMetrics } from '../item-collection-metrics.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import type { Tables } from '../tables.ts';
import { changedAttributes, requireCondition, updateAt } from '../write-item.ts';

/** UpdateItem. */
export function updateItem(tables: Tables): Operation<UpdateItemInput, UpdateItemOutput> {
  return {
    authorize(input) {
      const asked = tables.itemAuthorization('UpdateItem', input.TableName, [input.Key]);
      const shown = { 'dynamodb:ReturnValues': input.ReturnValues ?? 'NONE' };
      const conditions = { ...asked.conditions, 'dynamodb:Attributes': attributesNamedIn(input), ...shown };
      return [{ ...asked, conditions }];
    },
    run(input) {
      refuseLegacy(input);
      checkItemCollectionMetrics(input);
      const given = encodeAttributes(input.Key ?? {});
      const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
      const expressions = new RequestExpressions(names, values);
      const update = expressions.update(input.UpdateExpression);
      const condition = expressions.condition('ConditionExpression', input.ConditionExpression);
      expressions.finish('UpdateExpression and ConditionExpression are null');
      const table = tables.get(input.TableName);
      const key = table.readKey(given);
      table.refuseNestedKeys(condition && pathsIn(condition.tree));
      const row = table.find(key);
      requireCondition(table, row, { condition, onFailure: input.ReturnValuesOnConditionCheckFailure });
      const change = updateAt(table, key, row, update);
      const paths = update.tree.map((action) => action.path);
      return {
        Attributes: changedAttributes(change, paths, input.ReturnValues),
        ConsumedCapacity: consume(
          input.ReturnConsumedCapacity,
          writeUsage(table, change.before, change.after),
        ),
      };
    },
  };
}
