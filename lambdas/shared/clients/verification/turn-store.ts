import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { readTurn, type Turn, writeTurn } from '../../domain/verification/turn.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { unless } from '../expected-errors.ts';
import { keyOfTurn } from './turn-item.ts';

/** A turn that a call has in hand. */
export interface TakenTurn {
  readonly turn: Turn;
  readonly leaseUntil: number;
}

/** The turns of verifications that are in the table of the roster, for who verifies. */
export interface TurnStore {
  /**
   * Takes a turn in hand until `leaseUntil`. `InHand` when another call has it, or when it is not there; `Unreadable` when
   * another version of Muster wrote it in another form. It is then due no more.
   */
  take(turnId: string, nowMs: number, leaseUntil: number): Promise<TakenTurn | 'InHand' | 'Unreadable'>;
  /** Writes a turn that was taken, and lets it go. It is due at `dueAtMs`, or never more. Nothing when the lease was lost. */
  letGo(taken: TakenTurn, turn: Turn, dueAtMs: number | undefined): Promise<void>;
}

export function createTurnStore(TableName: string, client = connect(DynamoDBClient)): TurnStore {
  const keyOf = (turnId: string) => marshall({ [rosterKeys.partitionKey]: keyOfTurn(turnId) });
  const letGo: TurnStore['letGo'] = async ({ leaseUntil }, turn, dueAtMs) => {
    const isOver = dueAtMs === undefined;
    const write = new UpdateItemCommand({
      ...{ TableName, Key: keyOf(turn.turnId), ConditionExpression: '#lease = :lease' },
      UpdateExpression: isOver
        ? 'SET #turn = :turn REMOVE #lease, #due, #shard'
        : 'SET #turn = :turn, #due = :due REMOVE #lease',
      ExpressionAttributeNames: {
        ...{ '#turn': 'turn', '#lease': 'leaseUntil', '#due': rosterKeys.dueSortKey },
        ...(isOver ? { '#shard': rosterKeys.duePartitionKey } : {}),
      },
      ExpressionAttributeValues: marshall(
        { ':turn': writeTurn(turn), ':lease': leaseUntil, ':due': dueAtMs },
        { removeUndefinedValues: true },
      ),
    });
    await unless(['ConditionalCheckFailedException'], () => client.send(write));
  };
  return {
    async take(turnId, nowMs, leaseUntil) {
      const take = new UpdateItemCommand({
        ...{
          TableName,
          Key: keyOf(turnId),
          ReturnValues: 'ALL_NEW',
          UpdateExpression: 'SET #lease = :lease',
        },
        ConditionExpression: 'attribute_exists(#turn) AND (attribute_not_exists(#lease) OR #lease < :now)',
        ExpressionAttributeNames: { '#turn': 'turn', '#lease': 'leaseUntil' },
        ExpressionAttributeValues: marshall({ ':lease': leaseUntil, ':now': nowMs }),
      });
      const taken = await unless(['ConditionalCheckFailedException'], () => client.send(take));
      if (taken?.Attributes === undefined) return 'InHand';
      const turn = readTurn(turnId, taken.Attributes['turn']?.S);
      if (turn !== undefined) return { turn, leaseUntil };
      await letGo({ turn: emptyTurn(turnId), leaseUntil }, emptyTurn(turnId), undefined);
      return 'Unreadable';
    },
    letGo,
  };
}

function emptyTurn(turnId: string): Turn {
  return { turnId, handedOverMs: 0, openIds: [], sent: [] };
}
