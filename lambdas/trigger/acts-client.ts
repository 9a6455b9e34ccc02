import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { connect } from '../shared/clients/connect.ts';
import { isNamed } from '../shared/clients/expected-errors.ts';
import { actsKeys } from '../shared/runtime/contract.ts';
import type { Place } from './plan-action.ts';

/** The acts of triggers on nodes, by day. */
export interface Acts {
  /**
   * Notes that an event acts on a node. False when the most acts of the day are noted already. An event that is noted
   * already may act again: its call may have died before it acted.
   */
  note(place: Place, eventId: string, nowMs: number): Promise<boolean>;
}

/** A day's acts are of no use after it. The second day is for clocks. */
const keptMs = 2 * 24 * 60 * 60 * 1000;

/** Counts in the table. */
export function createActs(TableName: string, client = connect(DynamoDBClient)): Acts {
  return {
    async note({ key, max }, eventId, nowMs) {
      const names = { '#events': actsKeys.events, '#expiresAt': actsKeys.expiryAttribute };
      const update = new UpdateItemCommand({
        ...{ TableName, Key: { [actsKeys.partitionKey]: { S: key } } },
        UpdateExpression: 'ADD #events :some SET #expiresAt = :expiresAt',
        ConditionExpression:
          'attribute_not_exists(#events) OR contains(#events, :one) OR size(#events) < :max',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: {
          ':some': { SS: [eventId] },
          ':one': { S: eventId },
          ':max': { N: String(max) },
          ':expiresAt': { N: String(Math.ceil((nowMs + keptMs) / 1000)) },
        },
      });
      try {
        await client.send(update);
        return true;
      } catch (error) {
        if (isNamed(error, ['ConditionalCheckFailedException'])) return false;
        throw error;
      }
    },
  };
}
