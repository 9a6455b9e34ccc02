import {
  type AttributeValue,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isLaunchVersions, type LaunchVersions } from '../../domain/rollout/launch-versions.ts';
import type { Changes, Pulse } from '../../domain/roster/pulse.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { unless } from '../expected-errors.ts';

/** The pulse of the roster, and the table that it is in. */
export interface PulseStore {
  /**
   * Which table this is, when it was made, its size, its pulse, what launches get if a roll-out holds the new version back
   * from them, the versions that were proposed, and until when verifications were handed over; read consistently. DynamoDB counts the size every six hours.
   */
  read(): Promise<{
    readonly tableId: string;
    readonly createdAtMs: number;
    readonly bytes: number;
    readonly pulse: Pulse | undefined;
    readonly launchVersions: LaunchVersions | undefined;
    readonly proposed: ReadonlySet<string>;
    readonly verifiedUntilMs: number | undefined;
  }>;
  write(pulse: Pulse): Promise<void>;
  /** Notes that a call was throttled. The latest time counts. */
  noteThrottled(atMs: number): Promise<void>;
  /** When a call was last throttled, whichever function made it; undefined when none was noted. */
  throttledAtMs(): Promise<number | undefined>;
  /** The first and the latest change of the entries; undefined in an empty table. It reads the whole table. */
  readChanges(): Promise<Changes | undefined>;
}

/** The key of the pulse. No instance has such an id. */
const key = { [rosterKeys.partitionKey]: rosterKeys.pulse };

/** The pulse is an item of the table beside the entries. It has no status, and is in no index. */
export function createPulseStore(TableName: string, client = connect(DynamoDBClient)): PulseStore {
  return {
    async read() {
      const [{ Table }, { Item }] = await Promise.all([
        client.send(new DescribeTableCommand({ TableName })),
        client.send(new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true })),
      ]);
      if (Table?.TableId === undefined)
        throw new Error(`DynamoDB does not tell which table ${TableName} is.`);
      return {
        tableId: Table.TableId,
        createdAtMs: Table.CreationDateTime?.getTime() ?? 0,
        bytes: Table.TableSizeBytes ?? 0,
        pulse: Item === undefined ? undefined : readPulse(Item),
        launchVersions: Item === undefined ? undefined : readLaunchVersions(Item),
        proposed: new Set(Item?.[rosterKeys.proposedVersions]?.SS),
        verifiedUntilMs: numberOf(Item?.[rosterKeys.verifiedUntil]),
      };
    },
    async write({ gap, ...pulse }) {
      const values = Object.entries({ ...pulse, gapFromMs: gap?.fromMs, gapUntilMs: gap?.untilMs });
      const set = values.filter(([, value]) => value !== undefined);
      const gone = values.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
      const removal = gone.length === 0 ? '' : ` REMOVE ${gone.join(', ')}`;
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall(key),
          UpdateExpression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}${removal}`,
          ExpressionAttributeNames: Object.fromEntries(values.map(([name]) => [`#${name}`, name])),
          ExpressionAttributeValues: marshall(
            Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
          ),
        }),
      );
    },
    async noteThrottled(atMs) {
      const latest = new UpdateItemCommand({
        ...{ TableName, Key: marshall(key), UpdateExpression: 'SET #at = :at' },
        ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
        ExpressionAttributeNames: { '#at': 'throttledAtMs' },
        ExpressionAttributeValues: marshall({ ':at': atMs }),
      });
      await unless(['ConditionalCheckFailedException'], () => client.send(latest));
    },
    async throttledAtMs() {
      const { Item } = await client.send(
        new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }),
      );
      return numberOf(Item?.['throttledAtMs']);
    },
    async readChanges() {
      let changes: Changes | undefined;
      const pages = paginateScan({ client }, { TableName, ProjectionExpression: 'changedAt' });
      for await (const { Items = [] } of pages) {
        // What is no entry has no such time: a note beside the pulse, a roll-out.
        for (const { changedAt } of Items)
          if (changedAt?.N !== undefined) changes = widen(changes, Number(changedAt.N));
      }
      return changes;
    },
  };
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

function widen(changes: Changes | undefined, ms: number): Changes {
  const { firstMs, latestMs } = changes ?? { firstMs: ms, latestMs: ms };
  return { firstMs: Math.min(firstMs, ms), latestMs: Math.max(latestMs, ms) };
}

function readPulse(item: Record<string, AttributeValue>): Pulse | undefined {
  const { tableId, atMs, firstAtMs, gapFromMs, gapUntilMs } = unmarshall(item);
  if (typeof tableId !== 'string' || typeof atMs !== 'number' || typeof firstAtMs !== 'number')
    return undefined;
  const gap = { fromMs: Number(gapFromMs), untilMs: Number(gapUntilMs) };
  return { tableId, atMs, firstAtMs, ...(typeof gapUntilMs === 'number' ? { gap } : {}) };
}

function readLaunchVersions(item: Record<string, AttributeValue>): LaunchVersions | undefined {
  const held: unknown = unmarshall(item)[rosterKeys.launchVersions];
  return isLaunchVersions(held) ? held : undefined;
}
