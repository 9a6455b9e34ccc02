import type { GetItemInput, GetItemOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import { decodeAttributes, encodeAttributes } from '../attribute-value.ts';
import { consume, readUnits, readUsage } from '../capacity.ts';
import { project } from '../expression/projection.ts';
import { RequestExpressions } from '../expression/request-expressions.ts';
import { refuseLegacy } from '../refuse-legacy.ts';
import { sizeBytes } from '../row.ts';
import type { Tables } from '../tables.ts';

/** GetItem. */
export function getItem(tables: Tables): Operation<GetItemInput, GetItemOutput> {
  return {
    authorize: (input) => [tables.itemAuthorization('GetItem', input.TableName, [input.Key])],
    run(input) {
      refuseLegacy(input);
      const given = encodeAttributes(input.Key ?? {});
      const expressions = new RequestExpressions(input.ExpressionAttributeNames, undefined);
      const paths = expressions.projection(input.ProjectionExpression);
      expressions.finish('ProjectionExpression is null');
      const table = tables.get(input.TableName);
      const key = table.readKey(given);
      table.refuseNestedKeys(paths);
      const item = table.find(key)?.item;
      const bytes = item === undefined ? 0 : sizeBytes(item);
      return {
        Item: item && decodeAttributes(paths === undefined ? item : project(item, paths)),
        ConsumedCapacity: consume(
          input.ReturnConsumedCapacity,
          readUsage(table, readUnits(bytes, input.ConsistentRead === true)),
        ),
      };
    },
  };
}
