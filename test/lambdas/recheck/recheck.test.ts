import { describe, expect, it } from 'vitest';
import type { RosterEntry } from '../../../lambdas/domain/roster.ts';
import { recheck } from '../../../lambdas/recheck/recheck.ts';
import {
  aCommanded,
  anEntry,
  anInstance,
  anInvocation,
  hourMs,
  idOf,
  idsTo,
  minuteMs,
  nowMs,
  someSettings,
} from '../builders.ts';
import { type FakeAccount, fakeAccount } from '../fakes.ts';

const run = { requestId: 'request-1', lastOrderAtMs: nowMs + hourMs, settings: someSettings() };
const due = { dueAt: nowMs, dueShard: 'due-00' };
const claimed = {
  ...due,
  status: 'claimed',
  reason: 'CommandClaimed',
  orderId: 'old.1',
  leaseUntil: nowMs,
} as const;

/** An account in which every instance of these entries runs and is managed. */
function accountWith(...entries: RosterEntry[]): FakeAccount {
  const account = fakeAccount();
  account.start(entries.map(({ instanceId }) => instanceId));
  for (const entry of entries) account.entries.set(entry.instanceId, entry);
  return account;
}

/** The account's ports; `asked` holds the time and limit of every look for what is due, and the sizes of its rounds. */
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

/** The rounds that an index would give which says something else than the table. */
function indexOf(...rounds: readonly RosterEntry[][]) {
  return async function* () {
    for (const round of rounds)
      yield { entries: new Map(round.map((entry) => [entry.instanceId, entry])), unreadableIds: [] };
  };
}

const statusOf = (entry: RosterEntry | undefined) => entry && `${entry.status} ${entry.reason}`;

describe('what is due goes its own way', () => {
  it('an instance that waited and has registered is sent its command', async () => {
    const account = accountWith(anEntry(due));
    const result = await recheck(account.ports, run);
    expect(result).toMatchObject({ due: 1, ordersSent: 1 });
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'command-1' });
  });

  it('an instance that still has not registered waits on, and is due later', async () => {
    const account = accountWith(anEntry({ ...due, waitingSince: nowMs - 31 * minuteMs }));
    account.managed.clear();
    const { written, ordersSent } = await recheck(account.ports, run);
    expect([written.length, ordersSent]).toEqual([1, 0]);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'waiting', dueAt: nowMs + 14 * minuteMs });
  });

  it('an instance that has not registered in the early time costs one question, and no look at EC2', async () => {
    const early = { ...due, reason: 'NotRegistered', waitingSince: nowMs - 10 * minuteMs };
    const account = accountWith(anEntry(early), anEntry({ ...early, instanceId: idOf(2) }));
    account.managed.delete(idOf(1));
    const { fleet } = account.ports;
    const shownBy: (readonly string[])[] = [];
    const describe: typeof fleet.describe = (ids) => {
      shownBy.push(ids);
      return fleet.describe(ids);
    };
    const result = await recheck({ ...account.ports, fleet: { ...fleet, describe } }, run);
    expect(result).toMatchObject({ due: 2, ordersSent: 1 });
    expect(account.looked).toEqual(idsTo(2));
    expect(shownBy).toEqual([[idOf(2)]]);
    expect(account.entries.get(idOf(1))).toEqual(anEntry(early));
  });

  it('an instance that never registered is unmanaged after the horizon, with its cause', async () => {
    const account = accountWith(anEntry({ ...due, waitingSince: nowMs - 2 * hourMs }));
    account.managed.clear();
    await recheck(account.ports, run);
    expect(statusOf(account.entries.get(idOf(1)))).toBe('unmanaged NoInstanceProfile');
    expect((await recheck(account.ports, run)).due).toBe(0);
  });

  it('an unmanaged instance whose cause has changed has the new one a day later, and is told of', async () => {
    const first = {
      status: 'unmanaged',
      reason: 'NoEndpoint',
      causeDetail: 'vpc-1 has none of ssm',
    } as const;
    const account = accountWith(anEntry({ ...due, ...first, waitingSince: nowMs - 26 * hourMs }));
    account.managed.clear();
    await recheck(account.ports, run);
    const entry = account.entries.get(idOf(1));
    expect(entry).toMatchObject({ reason: 'NoInstanceProfile', dueAt: nowMs + 24 * hourMs });
    expect(entry).not.toHaveProperty('causeDetail');
    expect(account.announced.flat().map(({ from, to }) => [from?.reason, to.reason])).toEqual([
      ['NoEndpoint', 'NoInstanceProfile'],
    ]);
    account.clock.advance(24 * hourMs);
    const later = { ...run, lastOrderAtMs: account.clock.now() + hourMs };
    expect(await recheck(account.ports, later)).toMatchObject({ due: 1, ordersSent: 0 });
    expect(account.diagnosed).toEqual([idOf(1), idOf(1)]);
  });

  it('an unmanaged instance that ended without an event is gone, whatever its cause was', async () => {
    const account = accountWith(anEntry({ ...due, status: 'unmanaged', launchedAt: nowMs - 26 * hourMs }));
    account.instances.clear();
    await recheck(account.ports, run);
    expect(statusOf(account.entries.get(idOf(1)))).toBe('gone Terminated');
    expect(account.diagnosed).toEqual([]);
  });

  it('a claim whose lease ran out is healed when its command exists', async () => {
    const account = accountWith(anEntry(claimed));
    const order = { document: 'Muster-Linux', documentVersion: '7', instanceIds: [idOf(1)] };
    account.commands.push({ commandId: 'old', orderId: 'old.1', ...order });
    const { ordersSent } = await recheck(account.ports, run);
    expect(ordersSent).toBe(0);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'old' });
    expect(account.commandsOf(idOf(1))).toHaveLength(1);
  });

  it('a claim whose lease ran out is made anew when no command exists', async () => {
    const account = accountWith(anEntry(claimed));
    await recheck(account.ports, run);
    expect(account.commandsOf(idOf(1)).map(({ orderId }) => orderId)).toEqual(['request-1-1.1']);
    expect(statusOf(account.entries.get(idOf(1)))).toBe('commanded CommandSent');
  });

  it('a silent command is settled by its results, and not looked at as a launch', async () => {
    const account = accountWith(aCommanded(due));
    account.invocations.set('command-1', [anInvocation()]);
    const { fleet } = account.ports;
    const shownBy: (readonly string[])[] = [];
    const describe: typeof fleet.describe = (ids) => {
      shownBy.push(ids);
      return fleet.describe(ids);
    };
    const ports = { ...account.ports, fleet: { ...fleet, describe } };
    const { written, ordersSent } = await recheck(ports, run);
    expect(written.map(({ to }) => to.status)).toEqual(['onboarded']);
    expect(shownBy).toEqual([]);
    expect(ordersSent).toBe(0);
    expect(account.looked).toEqual([]);
  });

  it('a command that still runs is due again half an hour later', async () => {
    const account = accountWith(aCommanded(due));
    account.invocations.set('command-1', [anInvocation({ statusDetails: 'InProgress' })]);
    await recheck(account.ports, run);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', dueAt: nowMs + 30 * minuteMs });
  });

  it('an instance that was terminated without an event is gone', async () => {
    const account = accountWith(anEntry(due));
    account.instances.set(idOf(1), anInstance({ state: 'terminated' }));
    await recheck(account.ports, run);
    expect(statusOf(account.entries.get(idOf(1)))).toBe('gone Terminated');
  });

  it('an instance that EC2 has not shown for an hour after its start is gone', async () => {
    const account = accountWith(anEntry({ ...due, reason: 'NotVisible', launchedAt: nowMs - hourMs - 1 }));
    account.instances.clear();
    await recheck(account.ports, run);
    expect(statusOf(account.entries.get(idOf(1)))).toBe('gone Terminated');
  });

  it('a mixed round deals with every one', async () => {
    const account = accountWith(
      anEntry(due),
      aCommanded({ ...due, instanceId: idOf(2) }),
      anEntry({ ...claimed, instanceId: idOf(3) }),
    );
    account.invocations.set('command-1', [anInvocation({ instanceId: idOf(2) })]);
    const { due: count, written } = await recheck(account.ports, run);
    expect(count).toBe(3);
    expect(written.map(({ to }) => to.instanceId).toSorted()).toEqual(idsTo(3));
    expect(idsTo(3).map((id) => account.entries.get(id)?.status)).toEqual([
      'commanded',
      'onboarded',
      'commanded',
    ]);
  });

  it('an instance whose command failed for a passing reason gets another, up to the last that it may have', async () => {
    const account = accountWith(anEntry(due));
    for (let command = 1; command < 10; command++) {
      account.invocations.set(`command-${command}`, [anInvocation({ statusDetails: 'Undeliverable' })]);
    }
    for (let look = 0; look < 30; look++) {
      await recheck(account.ports, {
        ...run,
        requestId: `request-${look}`,
        lastOrderAtMs: nowMs + 99 * hourMs,
      });
      account.clock.advance(30 * minuteMs);
    }
    expect(account.commandsOf(idOf(1))).toHaveLength(3);
    expect(account.entries.get(idOf(1))).toMatchObject({
      status: 'failed',
      reason: 'Undelivered',
      attempts: 3,
      statusDetails: 'Undeliverable',
    });
  });
});

describe('rounds', () => {
  const waiting = (count: number) => idsTo(count).map((instanceId) => anEntry({ ...due, instanceId }));

  it('nothing is done when nothing is due, but one look', async () => {
    const account = accountWith(anEntry({ dueAt: nowMs + 1, dueShard: 'due-00' }));
    const { asked, ports } = watchDue(account);
    expect(await recheck(ports, run)).toEqual({ due: 0, written: [], ordersSent: 0 });
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

  it('give their orders ids of their own, so that a lost one is found by it', async () => {
    const account = accountWith(...waiting(1050));
    await recheck(account.ports, run);
    const orderIds = account.commands.map(({ orderId }) => orderId);
    expect(new Set(orderIds).size).toBe(21);
    expect(orderIds.at(0)).toBe('request-1-1.1');
    expect(orderIds.at(-1)).toBe('request-1-2.1');
  });

  it('look for what was due when the call began, so that it ends', async () => {
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

  it('begin none when the time is over, and what is left is still due', async () => {
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

  it('begin not even one when there was no time from the start', async () => {
    const account = accountWith(...waiting(1));
    const { asked, ports } = watchDue(account);
    expect(await recheck(ports, { ...run, lastOrderAtMs: nowMs })).toMatchObject({ due: 0, written: [] });
    expect(asked).toEqual([]);
  });

  it('take what could not be moved once, and end', async () => {
    const account = accountWith(...waiting(1000));
    const { asked, ports } = watchDue(account);
    const { roster } = ports;
    const move: typeof roster.move = async (moves) => ({ written: [], refused: [], unwritten: moves });
    const result = await recheck({ ...ports, roster: { ...roster, move } }, run);
    expect(result).toEqual({ due: 1000, written: [], ordersSent: 0 });
    expect(asked.map(({ found }) => found)).toEqual([[1000]]);
    expect(account.commands).toEqual([]);
  });

  it('are not held up by what stays due: those behind it have their turn in the same call', async () => {
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

  it('send nothing for what the index shows as it was before it was moved: it lags behind the table', async () => {
    const account = accountWith(...waiting(3));
    const { roster } = account.ports;
    const ports = { ...account.ports, roster: { ...roster, due: indexOf(waiting(3), waiting(3)) } };
    expect(await recheck(ports, run)).toMatchObject({ due: 6, ordersSent: 1 });
    for (const id of idsTo(3)) expect(account.commandsOf(id)).toHaveLength(1);
  });

  it('leave to the next call what could not be moved, which then is', async () => {
    const account = accountWith(...waiting(2));
    account.unanswered.add(idOf(1));
    await recheck(account.ports, run);
    expect(idsTo(2).map((id) => account.entries.get(id)?.status)).toEqual(['waiting', 'commanded']);
    await recheck(account.ports, { ...run, requestId: 'request-2' });
    expect(account.entries.get(idOf(1))?.status).toBe('commanded');
    expect(account.commandsOf(idOf(2))).toHaveLength(1);
  });

  it('send nothing for an entry that the index shows and the table has not', async () => {
    const account = accountWith(anEntry(due), anEntry({ ...due, instanceId: idOf(7) }));
    account.entries.delete(idOf(7));
    const { roster } = account.ports;
    const shown = indexOf([anEntry({ ...due, instanceId: idOf(7) }), anEntry(due)]);
    const result = await recheck({ ...account.ports, roster: { ...roster, due: shown } }, run);
    expect(result).toMatchObject({ due: 2, ordersSent: 1 });
    expect(account.entries.has(idOf(7))).toBe(false);
    expect(account.commandsOf(idOf(7))).toEqual([]);
  });

  it('tell of entries that are none of ours, and look at the others', async () => {
    const account = accountWith(anEntry(due));
    const { roster } = account.ports;
    const entries = new Map([[idOf(1), anEntry(due)]]);
    const look: typeof roster.due = async function* () {
      yield { entries, unreadableIds: [idOf(9)] };
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

it('two calls at once send one command an instance', async () => {
  const account = accountWith(...idsTo(60).map((instanceId) => anEntry({ ...due, instanceId })));
  await Promise.all(['a', 'b'].map((requestId) => recheck(account.ports, { ...run, requestId })));
  for (const id of idsTo(60)) expect(account.commandsOf(id)).toHaveLength(1);
  expect([...account.entries.values()].every(({ status }) => status === 'commanded')).toBe(true);
});
