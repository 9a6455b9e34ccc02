import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type BatchStatementResponse,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createRoster } from '../../../../../lambdas/shared/clients/roster/roster-client.ts';
import { toAttributes } from '../../../../../lambdas/shared/clients/roster/roster-item.ts';
import { rosterStatuses } from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../../../../../lambdas/shared/domain/roster/roster-move.ts';
import { anEntry, idOf, idsTo } from '../../../builders.ts';
import { fakeClock } from '../../../fakes.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const roster = (clock = fakeClock()) => createRoster('Roster', undefined, clock);
const keyOf = (instanceId: string) => marshall({ instanceId });
const itemOf = (instanceId: string) => marshall(toAttributes(anEntry({ instanceId })));
const gets = () =>
  dynamodb.commandCalls(BatchGetItemCommand).map((call) => call.args[0].input.RequestItems?.Roster);
const writes = () =>
  dynamodb.commandCalls(BatchExecuteStatementCommand).map((call) => call.args[0].input.Statements ?? []);

describe('read', () => {
  it('reads the entries by key, consistently; an instance without an entry is absent', async () => {
    dynamodb.on(BatchGetItemCommand).resolves({ Responses: { Roster: [itemOf(idOf(2))] } });
    const entries = await roster().read(idsTo(2));
    expect([...entries]).toEqual([[idOf(2), anEntry({ instanceId: idOf(2) })]]);
    expect(gets()).toEqual([{ Keys: idsTo(2).map(keyOf), ConsistentRead: true }]);
  });

  it('asks for at most 100 keys a call, and makes no call for none', async () => {
    dynamodb.on(BatchGetItemCommand).resolves({});
    await roster().read(idsTo(230));
    expect(gets().map((table) => table?.Keys?.length)).toEqual([100, 100, 30]);
    dynamodb.resetHistory();
    expect((await roster().read([])).size).toBe(0);
    expect(gets()).toEqual([]);
  });

  it('asks again for unprocessed keys, and only for them', async () => {
    dynamodb
      .on(BatchGetItemCommand)
      .resolvesOnce({
        Responses: { Roster: [itemOf(idOf(1))] },
        UnprocessedKeys: { Roster: { Keys: [keyOf(idOf(2))] } },
      })
      .resolvesOnce({ Responses: { Roster: [itemOf(idOf(2))] }, UnprocessedKeys: {} });
    const clock = fakeClock();
    expect([...(await roster(clock).read(idsTo(2))).keys()]).toEqual(idsTo(2));
    expect(clock.pauses).toEqual([200]);
    expect(gets().map((table) => table?.Keys)).toEqual([idsTo(2).map(keyOf), [keyOf(idOf(2))]]);
  });

  it('fails without an answer after five tries, and says how many keys are left', async () => {
    dynamodb.on(BatchGetItemCommand).resolves({ UnprocessedKeys: { Roster: { Keys: [keyOf(idOf(1))] } } });
    const clock = fakeClock();
    await expect(roster(clock).read(idsTo(2))).rejects.toThrow('1 keys of Roster unread');
    expect(gets()).toHaveLength(5);
    // Longer and longer, so that a throttled table recovers.
    expect(clock.pauses.slice(0, 4)).toEqual([200, 400, 800, 1_600]);
  });

  it('leaves out an entry in an unknown form, and reads its neighbours', async () => {
    const foreign = marshall({ ...anEntry(), status: 'of-another-version' });
    dynamodb.on(BatchGetItemCommand).resolves({ Responses: { Roster: [foreign, itemOf(idOf(2))] } });
    expect([...(await roster().read(idsTo(2))).keys()]).toEqual([idOf(2)]);
  });

  it('reads an entry whose reason only another version of Muster knows', async () => {
    const entry = anEntry({ reason: 'OfAnotherVersion' });
    dynamodb.on(BatchGetItemCommand).resolves({ Responses: { Roster: [marshall(toAttributes(entry))] } });
    expect([...(await roster().read(idsTo(2))).values()]).toEqual([entry]);
  });
});

describe('move', () => {
  const first = (number: number): RosterMove => ({
    from: undefined,
    to: anEntry({ instanceId: idOf(number) }),
  });
  const later: RosterMove = {
    from: anEntry({ revision: 3 }),
    to: anEntry({ revision: 4, status: 'claimed', reason: 'CommandClaimed' }),
  };
  /** Answers one call with these answers, one a statement. */
  const answer = (...Responses: BatchStatementResponse[]) =>
    dynamodb.on(BatchExecuteStatementCommand).resolves({ Responses });
  const conditionFailed = (...[fields]: Parameters<typeof anEntry>): BatchStatementResponse => ({
    Error: { Code: 'ConditionalCheckFailed', Item: marshall(toAttributes(anEntry(fields))) },
  });

  it('writes at most 25 moves a call', async () => {
    answer(...Array.from({ length: 25 }, () => ({ TableName: 'Roster' })));
    const moves = Array.from({ length: 60 }, (_, index) => first(index + 1));
    const result = await roster().move(moves);
    expect(writes().map((statements) => statements.length)).toEqual([25, 25, 10]);
    expect(result).toEqual({ written: moves, refused: [], unwritten: [] });
  });

  it('makes no call for no moves', async () => {
    expect(await roster().move([])).toEqual({ written: [], refused: [], unwritten: [] });
    expect(writes()).toEqual([]);
  });

  it('puts each move into the list of its own answer', async () => {
    answer(
      { TableName: 'Roster' },
      { Error: { Code: 'DuplicateItem' } },
      { Error: { Code: 'ThrottlingError' } },
      { TableName: 'Roster' },
    );
    const moves = [first(1), first(2), first(3), first(4), first(5)];
    expect(await roster().move(moves)).toEqual({
      written: [first(1), first(4)],
      refused: [{ move: first(2), refusal: 'EntryExists' }],
      // The third was throttled, and the fifth got no answer at all.
      unwritten: [first(3), first(5)],
    });
  });

  it.each([
    'ThrottlingError',
    'ProvisionedThroughputExceeded',
    'RequestLimitExceeded',
    'TransactionConflict',
    'InternalServerError',
  ] as const)('takes %s for a move that may be tried again', async (Code) => {
    answer({ Error: { Code } });
    expect(await roster().move([later])).toEqual({ written: [], refused: [], unwritten: [later] });
  });

  it.each(rosterStatuses.filter((status) => status !== 'waiting'))(
    'refuses a move whose entry is %s meanwhile, and names that status',
    async (status) => {
      answer(conditionFailed({ status, revision: 4 }));
      const { refused } = await roster().move([later]);
      expect(refused).toEqual([
        { move: later, refusal: `Already${status.charAt(0).toUpperCase()}${status.slice(1)}` },
      ]);
    },
  );

  it('refuses a move whose entry has the same status and another revision', async () => {
    answer(conditionFailed({ revision: 5 }));
    expect((await roster().move([later])).refused).toEqual([{ move: later, refusal: 'EntryChanged' }]);
  });

  it('refuses a move whose entry has an unknown form meanwhile', async () => {
    const Item = marshall({ ...anEntry(), status: 'of-another-version' });
    answer({ Error: { Code: 'ConditionalCheckFailed', Item } });
    expect((await roster().move([later])).refused).toEqual([{ move: later, refusal: 'EntryChanged' }]);
  });

  it('refuses a move whose entry was forgotten', async () => {
    answer({ Error: { Code: 'ConditionalCheckFailed' } });
    expect((await roster().move([later])).refused).toEqual([{ move: later, refusal: 'EntryVanished' }]);
  });

  it('fails as a whole when the call itself fails', async () => {
    dynamodb.on(BatchExecuteStatementCommand).rejects(new Error('ResourceNotFoundException'));
    await expect(roster().move([later])).rejects.toThrow('ResourceNotFoundException');
  });
});
