import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementResponse,
  DynamoDBClient,
  type KeysAndAttributes,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { chunk } from '../../domain/commands/order.ts';
import { limits } from '../../domain/limits.ts';
import type { RosterEntry, RosterStanding } from '../../domain/roster/roster-entry.ts';
import type { MoveRefusal, MoveResult, RosterMove } from '../../domain/roster/roster-move.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { callsAtOnce, mapConcurrently } from '../map-concurrently.ts';
import { rolloutIdOf } from '../rollout/rollout-item.ts';
import { type Clock, systemClock } from '../system-clock.ts';
import { turnIdOf } from '../verification/turn-item.ts';
import { type Item, readItem, readItemStanding } from './roster-item.ts';
import { writeStatement } from './roster-statement.ts';
import { dueShards } from './shards.ts';

/** Due entries, and the instances whose entries have a form that this version does not know. */
export interface DueRound {
  readonly entries: ReadonlyMap<string, RosterEntry>;
  readonly unreadableIds: readonly string[];
  /** The roll-outs whose next step is due. */
  readonly rolloutIds: readonly string[];
  /** The turns of verifications whose next step is due. */
  readonly turnIds: readonly string[];
}

/** The roster table. */
export interface Roster {
  /**
   * The entries of the instances that have one, by instance id; read consistently. An entry in an unknown
   * form is left out. The table then refuses the first move for its instance, and the state change ends as a
   * dead letter.
   */
  read(instanceIds: readonly string[]): Promise<Map<string, RosterEntry>>;
  /**
   * For the sweep: the standing of every entry, by instance id. It leaves out instances terminated before
   * `closedSinceMs`: with short-lived instances, these outnumber all others. DynamoDB does not send them, nor
   * attributes that the sweep does not need.
   */
  survey(closedSinceMs: number): Promise<Map<string, RosterStanding>>;
  /**
   * For the sweep: the standing of the entries of these instances, by instance id. What was written in the last second
   * may be missing; the sweep leaves it to the events on their way.
   */
  standingsOf(instanceIds: readonly string[]): Promise<Map<string, RosterStanding>>;
  /**
   * The entries that are due by `nowMs`, the longest due first. They come in rounds of at most `limit`,
   * spread over the shards of the index. Each entry comes once, even if it stays due. The index lags the
   * table by a moment, so an entry may have moved on. The table then refuses a move from it.
   */
  due(nowMs: number, limit: number): AsyncIterable<DueRound>;
  /**
   * Writes moves, each on its own. A move is refused if its entry has changed meanwhile; the others are not
   * affected. Safe to call twice: the second time, every move is refused.
   */
  move(moves: readonly RosterMove[]): Promise<MoveResult>;
}

/**
 * How often to ask for keys that DynamoDB left unanswered. After that the call fails and the batch comes
 * back.
 */
const readAttemptsMax = 5;

/** The roster in DynamoDB: 100 keys a read, 25 conditional statements a write, each with its own answer. */
export function createRoster(
  tableName: string,
  client = connect(DynamoDBClient),
  clock: Clock = systemClock,
): Roster {
  return {
    async read(instanceIds) {
      const slices = chunk(instanceIds, limits.keysPerBatchGetMax);
      const found = await mapConcurrently(slices, callsAtOnce, (ids) =>
        readSome({ client, tableName, clock }, ids, wholeEntries),
      );
      return new Map(found.flat().map((entry) => [entry.instanceId, entry]));
    },
    async standingsOf(instanceIds) {
      const slices = chunk(instanceIds, limits.keysPerBatchGetMax);
      const found = await mapConcurrently(slices, callsAtOnce, (ids) =>
        readSome({ client, tableName, clock }, ids, standings),
      );
      return new Map(found.flat().map((standing) => [standing.instanceId, standing]));
    },
    async survey(closedSinceMs) {
      const found = new Map<string, RosterStanding>();
      for await (const { Items = [] } of paginateScan({ client }, surveyOf(tableName, closedSinceMs))) {
        for (const standing of Items.flatMap((item) => readItemStanding(item) ?? []))
          found.set(standing.instanceId, standing);
      }
      return found;
    },
    async *due(nowMs, limit) {
      const pageSize = Math.max(1, Math.floor(limit / dueShards.length));
      let open: DueShard[] = dueShards.map((shard) => ({ shard }));
      while (open.length > 0) {
        const pages = await mapConcurrently(open, callsAtOnce, (place) =>
          client.send(new QueryCommand(dueQuery(tableName, place, { nowMs, pageSize }))),
        );
        open = open.flatMap(({ shard }, index) => {
          const after = pages[index]?.LastEvaluatedKey;
          return after === undefined ? [] : [{ shard, after }];
        });
        const items = pages.flatMap(({ Items = [] }) => Items);
        if (items.length > 0) yield toRound(items);
      }
    },
    async move(moves) {
      const slices = chunk(moves, limits.statementsPerBatchMax);
      const results = await mapConcurrently(slices, callsAtOnce, (some) => moveSome(client, tableName, some));
      return {
        written: results.flatMap((result) => result.written),
        refused: results.flatMap((result) => result.refused),
        unwritten: results.flatMap((result) => result.unwritten),
      };
    },
  };
}

interface Table {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
}

/** What is asked of an item, and what is made of it. */
interface KeyedRead<Read> {
  readonly request: Omit<KeysAndAttributes, 'Keys'>;
  readonly parse: (item: Item) => Read | undefined;
}

async function readSome<Read>(
  { client, tableName, clock }: Table,
  instanceIds: string[],
  { request, parse }: KeyedRead<Read>,
): Promise<Read[]> {
  const entries: Read[] = [];
  let keys = instanceIds.map((instanceId) => marshall({ [rosterKeys.partitionKey]: instanceId }));
  for (let attempt = 0; keys.length > 0; attempt++) {
    if (attempt === readAttemptsMax)
      throw new Error(`DynamoDB left ${keys.length} keys of ${tableName} unread.`);
    if (attempt > 0) await clock.pause(100 * 2 ** attempt);
    const RequestItems = { [tableName]: { ...request, Keys: keys } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems }));
    entries.push(...(answer.Responses?.[tableName] ?? []).flatMap((item) => parse(item) ?? []));
    keys = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return entries;
}

/** The attributes of a standing, besides the key. */
const surveyed = [
  'status',
  'reason',
  'launchedAt',
  'changedAt',
  'profile',
  'configuration',
  'onboardedAt',
  'drift',
] as const satisfies (keyof RosterStanding)[];

const ofStanding = {
  ProjectionExpression: [rosterKeys.partitionKey, ...surveyed.map((name) => `#${name}`)].join(),
  ExpressionAttributeNames: Object.fromEntries(surveyed.map((name) => [`#${name}`, name])),
};

const wholeEntries: KeyedRead<RosterEntry> = { request: { ConsistentRead: true }, parse: readItem };
const standings: KeyedRead<RosterStanding> = { request: ofStanding, parse: readItemStanding };

function surveyOf(TableName: string, closedSinceMs: number): ScanCommandInput {
  return {
    TableName,
    ...ofStanding,
    FilterExpression: '#status <> :gone OR #reason <> :terminated OR #changedAt >= :since',
    ExpressionAttributeValues: marshall({
      ':gone': 'gone',
      ':terminated': 'Terminated',
      ':since': closedSinceMs,
    }),
  };
}

/** A shard of the index of due entries, and the last key that was read of it. */
interface DueShard {
  readonly shard: string;
  readonly after?: Record<string, AttributeValue>;
}

function dueQuery(
  TableName: string,
  { shard, after }: DueShard,
  { nowMs, pageSize }: { readonly nowMs: number; readonly pageSize: number },
): QueryCommandInput {
  return {
    TableName,
    IndexName: rosterKeys.dueIndex,
    KeyConditionExpression: '#shard = :shard AND #due <= :now',
    ExpressionAttributeNames: { '#shard': rosterKeys.duePartitionKey, '#due': rosterKeys.dueSortKey },
    ExpressionAttributeValues: marshall({ ':shard': shard, ':now': nowMs }),
    Limit: pageSize,
    ExclusiveStartKey: after,
  };
}

function toRound(items: readonly Record<string, AttributeValue>[]): DueRound {
  const entries = new Map<string, RosterEntry>();
  const unreadableIds: string[] = [];
  const rolloutIds: string[] = [];
  const turnIds: string[] = [];
  for (const item of items) {
    const key = item[rosterKeys.partitionKey]?.S ?? '';
    const rolloutId = rolloutIdOf(key);
    const turnId = turnIdOf(key);
    const entry = readItem(item);
    if (rolloutId !== undefined) rolloutIds.push(rolloutId);
    else if (turnId !== undefined) turnIds.push(turnId);
    else if (entry === undefined) unreadableIds.push(key);
    else entries.set(entry.instanceId, entry);
  }
  return { entries, unreadableIds, rolloutIds, turnIds };
}

async function moveSome(client: DynamoDBClient, tableName: string, moves: RosterMove[]): Promise<MoveResult> {
  const Statements = moves.map((move) => writeStatement(tableName, move));
  const { Responses = [] } = await client.send(new BatchExecuteStatementCommand({ Statements }));
  const written: RosterMove[] = [];
  const refused: { move: RosterMove; refusal: MoveRefusal }[] = [];
  const unwritten: RosterMove[] = [];
  moves.forEach((move, index) => {
    const error = Responses[index]?.Error;
    if (error === undefined && Responses[index] !== undefined) written.push(move);
    else if (error?.Code === 'DuplicateItem') refused.push({ move, refusal: 'EntryExists' });
    else if (error?.Code === 'ConditionalCheckFailed')
      refused.push({ move, refusal: nameRefusal(move, error) });
    else unwritten.push(move);
  });
  return { written, refused, unwritten };
}

const statusRefusals = {
  waiting: 'AlreadyWaiting',
  claimed: 'AlreadyClaimed',
  commanded: 'AlreadyCommanded',
  onboarded: 'AlreadyOnboarded',
  failed: 'AlreadyFailed',
  unmanaged: 'AlreadyUnmanaged',
  excluded: 'AlreadyExcluded',
  gone: 'AlreadyGone',
} as const;

function nameRefusal(move: RosterMove, error: NonNullable<BatchStatementResponse['Error']>): MoveRefusal {
  if (error.Item === undefined) return 'EntryVanished';
  const found = readItem(error.Item);
  return found === undefined || found.status === move.from?.status
    ? 'EntryChanged'
    : statusRefusals[found.status];
}
