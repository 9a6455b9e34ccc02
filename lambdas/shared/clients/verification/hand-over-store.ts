import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Turn, writeTurn } from '../../domain/verification/turn.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { unless } from '../expected-errors.ts';
import { dueShardOf } from '../roster/shards.ts';
import { keyOfTurn } from './turn-item.ts';

/** Where the sweep hands over who is to be verified. */
export interface HandOverStore {
  /** Puts a turn that is due at `dueAtMs`, unless it is there already. DynamoDB deletes it two days later. */
  put(turn: Turn, dueAtMs: number): Promise<void>;
  /** Notes until when the moments of instances were handed over. The latest time counts. `createPulseStore` reads it. */
  noteUntil(untilMs: number): Promise<void>;
}

const keptMs = 2 * 24 * 60 * 60_000;

/** A turn is an item of the table of the roster, and the time an attribute of the item of the pulse. */
export function createHandOverStore(TableName: string, client = connect(DynamoDBClient)): HandOverStore {
  return {
    async put(turn, dueAtMs) {
      const key = keyOfTurn(turn.turnId);
      const first = new UpdateItemCommand({
        ...{ TableName, Key: marshall({ [rosterKeys.partitionKey]: key }) },
        UpdateExpression: 'SET #turn = :turn, #shard = :shard, #due = :due, #expiry = :expiry',
        ConditionExpression: 'attribute_not_exists(#turn)',
        ExpressionAttributeNames: {
          ...{ '#turn': 'turn', '#shard': rosterKeys.duePartitionKey, '#due': rosterKeys.dueSortKey },
          '#expiry': rosterKeys.expiryAttribute,
        },
        ExpressionAttributeValues: marshall({
          ...{ ':turn': writeTurn(turn), ':shard': dueShardOf(key), ':due': dueAtMs },
          ':expiry': Math.floor((turn.handedOverMs + keptMs) / 1000),
        }),
      });
      await unless(['ConditionalCheckFailedException'], () => client.send(first));
    },
    async noteUntil(untilMs) {
      const latest = new UpdateItemCommand({
        ...{ TableName, Key: marshall({ [rosterKeys.partitionKey]: rosterKeys.pulse }) },
        UpdateExpression: 'SET #until = :until',
        ConditionExpression: 'attribute_not_exists(#until) OR #until < :until',
        ExpressionAttributeNames: { '#until': rosterKeys.verifiedUntil },
        ExpressionAttributeValues: marshall({ ':until': untilMs }),
      });
      await unless(['ConditionalCheckFailedException'], () => client.send(latest));
    },
  };
}
