import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { isObject } from '../../domain/is-object.ts';
import { parseJson } from '../../domain/parse-json.ts';
import type { ErrandOrder } from '../../domain/rollout/rollout-state.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { keyOfRollout } from './rollout-item.ts';

/** What roll-outs send as errands, for who sends it. It has less code than the whole store, and starts quicker. */
export interface ErrandOrders {
  /**
   * What a roll-out sends; undefined when it is not there, sends no errand, or was written by another version of Muster in
   * another form.
   */
  find(rolloutId: string): Promise<ErrandOrder | undefined>;
}

export function createErrandOrders(TableName: string, client = connect(DynamoDBClient)): ErrandOrders {
  return {
    async find(rolloutId) {
      const Key = { [rosterKeys.partitionKey]: { S: keyOfRollout(rolloutId) } };
      const { Item } = await client.send(
        new GetItemCommand({
          ...{ TableName, Key, ConsistentRead: true, ProjectionExpression: '#plan' },
          ExpressionAttributeNames: { '#plan': 'plan' },
        }),
      );
      const plan = parseJson(Item?.['plan']?.S ?? '');
      const errand = isObject(plan) ? plan['errand'] : undefined;
      return isErrandOrder(errand) ? errand : undefined;
    },
  };
}

function isErrandOrder(value: unknown): value is ErrandOrder {
  if (!isObject(value)) return false;
  const { document, documentVersion, parameters } = value;
  const areLists = isObject(parameters) && Object.values(parameters).every(isListOfTexts);
  return typeof document === 'string' && typeof documentVersion === 'string' && areLists;
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
