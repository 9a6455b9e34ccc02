import { describe, expect, it } from 'vitest';
import { recheck } from '../../../../lambdas/recheck/recheck.ts';
import type { RosterEntry } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { anEntry, idOf, idsTo, minuteMs, nowMs } from '../../builders.ts';
import type { FakeAccount } from '../../fakes.ts';
import { accountWith, due, run } from '../due-account.ts';

/**
 * The account's ports. `asked` holds the time and limit of every look for what is due, and the sizes of its
 * rounds.
 */
function watchDue(account: FakeAccount) {
  const asked: { nowMs: number; limit: number; found: number[] }[] = [];
  const { roster } = account.ports;
  const look: typeof roster.due = async function* (atMs, limit) {
    const found: number[] = [];
    asked.push({ nowMs: atMs, limit, found });
    for await (const round of roster.due(atMs, limit)) {
      found.push(round.entries.size);
      yield round;
    }
  };
  return { asked, ports: { ...account.ports, roster: { ...roster, due: look } } };
}

/** The rounds of an index that differs from the table. */
function indexOf(...rounds: readonly RosterEntry[][]) {
  return async function* () {
    for (const round of rounds)
      yield {
        entries: new Map(round.map((entry) => [entry.instanceId, entry])),
        unreadableIds: [],
        rolloutIds: [],
        turnIds: [],
      };
  };
}

const nothing = { written: [], ordersSent: 0, lateSeconds: 0, verified: 0, unanswered: 0 };

describe('rounds', () => {
  const waiting = (count: number) => idsTo(count).map((instanceId) => anEntry({ ...due, instanceId }));

  it('one look is all when nothing is due', async () => {
    const account = accountWith(anEntry({ dueAt: nowMs + 1 }));
    const { asked, ports } = watchDue(account);
    expect(await recheck(ports, run)).toEqual({ due: 0, ...nothing });
    expect(asked).toEqual([{ nowMs, limit: 1000, found: [] }]);
    expect(account.looked).toEqual([]);
  });

  it('follow each other until nothing is due, a thousand at a time', async () => {
    const account = accountWith(...waiting(2300));
    const { asked, ports } = watchDue(account);
    const result = await recheck(ports, run);
    expect(asked.map(({ found }) => found)).toEqual([[1000, 1000, 300]]);
    expect(result).toMatchObject({ due: 2300, ordersSent: 46 });
    expect([...account.entries.values()].every(({ status }) => status === 'commanded')).toBe(true);
  });

  it('give their orders unique ids, so that a lost order is found by its id', async () => {
    const account = accountWith(...waiting(1050));
    await recheck(account.ports, run);
    const orderIds = account.commands.map(({ orderId }) => orderId);
    expect(new Set(orderIds).size).toBe(21);
    expect(orderIds.at(0)).toBe('request-1-1.1');
    expect(orderIds.at(-1)).toBe('request-1-2.1');
  });

  it('look for what was due when the call began, so that the call ends', async () => {
    const account = accountWith(...waiting(1001));
    const { asked, ports } = watchDue(account);
    const { commands } = account.ports;
    const send: typeof commands.send = (order) => {
      account.clock.advance(minuteMs);
      return commands.send(order);
    };
    await recheck({ ...ports, commands: { ...commands, send } }, run);
    expect(new Set(asked.map((look) => look.nowMs))).toEqual(new Set([nowMs]));
  });

  it('do not begin when the time is over, and the rest stays due', async () => {
    const account = accountWith(...waiting(1500));
    const { asked, ports } = watchDue(account);
    const { fleet } = account.ports;
    const describe: typeof fleet.describe = (ids) => {
      account.clock.advance(minuteMs);
      return fleet.describe(ids);
    };
    const late = { ...run, lastOrderAtMs: nowMs + minuteMs };
    const result = await recheck({ ...ports, fleet: { ...fleet, describe } }, late);
    expect(asked.map(({ found }) => found)).toEqual([[1000]]);
    expect(result.due).toBe(1000);
    expect([...account.entries.values()].filter(({ status }) => status === 'waiting')).toHaveLength(500);
  });

  it('do not begin at all when there is no time from the start', async () => {
    const account = accountWith(...waiting(1));
    const { asked, ports } = watchDue(account);
    expect(await recheck(ports, { ...run, lastOrderAtMs: nowMs })).toMatchObject({ due: 0, written: [] });
    expect(asked).toEqual([]);
  });

  it('take once what could not be moved, and end', async () => {
    const account = accountWith(...waiting(1000));
    const { asked, ports } = watchDue(account);
    const { roster } = ports;
    const move: typeof roster.move = async (moves) => ({ written: [], refused: [], unwritten: moves });
    const result = await recheck({ ...ports, roster: { ...roster, move } }, run);
    expect(result).toEqual({ due: 1000, ...nothing });
    expect(asked.map(({ found }) => found)).toEqual([[1000]]);
    expect(account.commands).toEqual([]);
  });

  it('are not held up by what stays due: the entries behind it have their turn in the same call', async () => {
    const account = accountWith(...waiting(1500));
    const stuck = new Set(idsTo(1000));
    const { roster } = account.ports;
    const move: typeof roster.move = async (moves) => {
      const unwritten = moves.filter(({ to }) => stuck.has(to.instanceId));
      const { written, refused } = await roster.move(moves.filter((one) => !unwritten.includes(one)));
      return { written, refused, unwritten };
    };
    await recheck({ ...account.ports, roster: { ...roster, move } }, run);
    const moved = [...account.entries.values()].filter(({ status }) => status === 'commanded');
    expect(moved).toHaveLength(500);
  });

  it('send nothing when the index lags behind a move of the table', async () => {
    const account = accountWith(...waiting(3));
    const { roster } = account.ports;
    const ports = { ...account.ports, roster: { ...roster, due: indexOf(waiting(3), waiting(3)) } };
    expect(await recheck(ports, run)).toMatchObject({ due: 6, ordersSent: 1 });
    for (const id of idsTo(3)) expect(account.commandsOf(id)).toHaveLength(1);
  });

  it('leave what could not be moved to the next call, which moves it', async () => {
    const account = accountWith(...waiting(2));
    account.unanswered.add(idOf(1));
    await recheck(account.ports, run);
    expect(idsTo(2).map((id) => account.entries.get(id)?.status)).toEqual(['waiting', 'commanded']);
    await recheck(account.ports, { ...run, requestId: 'request-2' });
    expect(account.entries.get(idOf(1))?.status).toBe('commanded');
    expect(account.commandsOf(idOf(2))).toHaveLength(1);
  });

  it('send nothing for an entry that the index shows and the table lacks', async () => {
    const account = accountWith(anEntry(due), anEntry({ ...due, instanceId: idOf(7) }));
    account.entries.delete(idOf(7));
    const { roster } = account.ports;
    const shown = indexOf([anEntry({ ...due, instanceId: idOf(7) }), anEntry(due)]);
    const result = await recheck({ ...account.ports, roster: { ...roster, due: shown } }, run);
    expect(result).toMatchObject({ due: 2, ordersSent: 1 });
    expect(account.entries.has(idOf(7))).toBe(false);
    expect(account.commandsOf(idOf(7))).toEqual([]);
  });

  it('report entries in an unknown form, and look at the others', async () => {
    const account = accountWith(anEntry(due));
    const { roster } = account.ports;
    const entries = new Map([[idOf(1), anEntry(due)]]);
    const look: typeof roster.due = async function* () {
      yield { entries, unreadableIds: [idOf(9)], rolloutIds: [], turnIds: [] };
    };
    const result = await recheck({ ...account.ports, roster: { ...roster, due: look } }, run);
    expect(result).toMatchObject({ due: 2, ordersSent: 1 });
    expect(account.log.lines).toContainEqual({
      level: 'error',
      message: 'entries unreadable',
      fields: [{ instanceIds: [idOf(9)] }],
    });
  });
});
