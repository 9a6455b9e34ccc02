import { expect, it } from 'vitest';
import { healClaims } from '../../../lambdas/onboard/heal-claims.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { aClaim, aCommanded, anEntry, byId, type EntryFields, idOf, minuteMs, nowMs } from '../builders.ts';
import { fakeAccount } from '../fakes.ts';

const claim = (number: number, fields: EntryFields = {}) =>
  aClaim({ instanceId: idOf(number), changedAt: nowMs - 5 * minuteMs, ...fields });

/** An account whose roster holds these entries, with a command for each `[order id, instances]`. */
function accountWith(entries: readonly RosterEntry[], ...sent: [orderId: string, numbers: number[]][]) {
  const account = fakeAccount();
  for (const entry of entries) account.entries.set(entry.instanceId, entry);
  sent.forEach(([orderId, numbers], index) => {
    const instanceIds = numbers.map(idOf);
    const commandId = `command-${index + 1}`;
    account.commands.push({
      commandId,
      orderId,
      instanceIds,
      document: 'Muster-Linux',
      documentVersion: '7',
      requestedAtMs: nowMs - minuteMs,
    });
  });
  const finds: [orderId: string, sinceMs: number][] = [];
  const find: typeof account.ports.commands.find = (orderId, sinceMs) => {
    finds.push([orderId, sinceMs]);
    return account.ports.commands.find(orderId, sinceMs);
  };
  const moves: number[] = [];
  const move: typeof account.ports.roster.move = (some) => {
    moves.push(some.length);
    return account.ports.roster.move(some);
  };
  const { commands, roster } = account.ports;
  const ports = { ...account.ports, commands: { ...commands, find }, roster: { ...roster, move } };
  return { account, finds, moves, heal: (atMs = nowMs) => healClaims(byId(entries), atMs, ports) };
}

it('an expired claim becomes commanded when its command is found', async () => {
  const { account, heal } = accountWith([claim(1)], ['request-0.1', [1]]);
  const { entries, written } = await heal();
  const { leaseUntil: _lease, ...lasting } = claim(1);
  const commanded = {
    ...lasting,
    status: 'commanded',
    reason: 'CommandSent',
    commandId: 'command-1',
    sentAt: nowMs - minuteMs,
    revision: 3,
    changedAt: nowMs,
    dueAt: nowMs + 30 * minuteMs,
    history: expect.stringMatching(/; \d+ commanded CommandSent$/),
  };
  expect(entries.get(idOf(1))).toEqual(commanded);
  expect(written).toEqual([{ from: claim(1), to: commanded }]);
  expect(account.entries.get(idOf(1))).toEqual(commanded);
});

it('an expired claim stays as it is when no command is found, so that it can be made anew', async () => {
  const { account, moves, heal } = accountWith([claim(1)]);
  expect(await heal()).toEqual({
    entries: byId([claim(1)]),
    written: [],
    unansweredIds: new Set(),
    lateSeconds: 0,
  });
  expect(moves).toEqual([]);
  expect(account.entries.get(idOf(1))).toEqual(claim(1));
});

it('only the instances that are in the command become commanded', async () => {
  const { heal } = accountWith([claim(1), claim(2)], ['request-0.1', [1]]);
  const { entries: healed } = await heal();
  expect([healed.get(idOf(1))?.status, healed.get(idOf(2))?.status]).toEqual(['commanded', 'claimed']);
});

it('healing keeps the number of attempts', async () => {
  const { heal } = accountWith([claim(1, { attempts: 2 })], ['request-0.1', [1]]);
  expect((await heal()).entries.get(idOf(1))).toMatchObject({ status: 'commanded', attempts: 2 });
});

it('each instance of an order that was sent in parts gets the command of its part', async () => {
  const { heal } = accountWith([claim(1), claim(2)], ['request-0.1', [1]], ['request-0.1', [2]]);
  const { entries: healed } = await heal();
  expect(healed.get(idOf(1))).toMatchObject({ commandId: 'command-1' });
  expect(healed.get(idOf(2))).toMatchObject({ commandId: 'command-2' });
});

it('an order is looked for once, from before its earliest claim on', async () => {
  const earliest = nowMs - 9 * minuteMs;
  const { finds, heal } = accountWith([claim(1), claim(2, { changedAt: earliest })]);
  await heal();
  expect(finds).toEqual([['request-0.1', earliest - 10 * minuteMs]]);
});

it('orders are looked for four at once, so that one slow answer does not delay them all', async () => {
  const claims = [1, 2, 3, 4, 5, 6].map((number) => claim(number, { orderId: `request-0.${number}` }));
  const { commands, roster, log } = fakeAccount().ports;
  let open = 0;
  let openMax = 0;
  const find: typeof commands.find = async () => {
    open += 1;
    openMax = Math.max(openMax, open);
    await Promise.resolve();
    open -= 1;
    return [];
  };
  await healClaims(byId(claims), nowMs, { commands: { ...commands, find }, roster, log });
  expect(openMax).toBe(4);
});

it('claims that have not expired, and other entries, cost nothing', async () => {
  const { finds, moves, heal } = accountWith([
    claim(1, { leaseUntil: nowMs + 1 }),
    anEntry({ instanceId: idOf(2) }),
    aCommanded({ instanceId: idOf(3), orderId: 'request-0.1' }),
  ]);
  expect((await heal()).entries.size).toBe(3);
  expect(finds).toEqual([]);
  expect(moves).toEqual([]);
});

it('an entry that another call moved meanwhile is returned as it was read', async () => {
  const { account, heal } = accountWith([claim(1)], ['request-0.1', [1]]);
  const moved = claim(1, { revision: 3, orderId: 'request-5.1', leaseUntil: nowMs + minuteMs });
  account.entries.set(idOf(1), moved);
  expect(await heal()).toMatchObject({ entries: byId([claim(1)]), written: [], unansweredIds: new Set() });
  expect(account.entries.get(idOf(1))).toEqual(moved);
});

it('a claim whose record got no answer is named, so that nobody sends before looking at it', async () => {
  const { account, heal } = accountWith([claim(1), claim(2)], ['request-0.1', [1, 2]]);
  account.unanswered.add(idOf(1));
  const { entries, written, unansweredIds } = await heal();
  expect(unansweredIds).toEqual(new Set([idOf(1)]));
  expect(entries.get(idOf(1))).toEqual(claim(1));
  expect(account.entries.get(idOf(1))).toEqual(claim(1));
  expect(entries.get(idOf(2))?.status).toBe('commanded');
  expect(written.map((move) => move.to.instanceId)).toEqual([idOf(2)]);
});

it('the given time decides whether a lease has ended, however long the look takes', async () => {
  const later = claim(2, { orderId: 'request-9.1', leaseUntil: nowMs + 1 });
  const { account, finds, heal } = accountWith([claim(1), later], ['request-9.1', [2]]);
  account.clock.advance(minuteMs);
  expect((await heal()).entries.get(idOf(2))).toEqual(later);
  expect(finds.map(([orderId]) => orderId)).toEqual(['request-0.1']);
});

it('each healed order is logged once', async () => {
  const { account, heal } = accountWith([claim(1), claim(2)], ['request-0.1', [1, 2]]);
  await heal();
  expect(account.log.lines).toEqual([
    {
      level: 'warn',
      message: 'claims ran out',
      fields: [{ orderId: 'request-0.1', count: 2, commandIds: ['command-1'] }],
    },
  ]);
});

it('tells by how much the command was later than the call that claimed could have sent it', async () => {
  const leaseUntil = nowMs - minuteMs + 10 * minuteMs;
  const late = accountWith([claim(1, { leaseUntil: leaseUntil - 30_000 })], ['request-0.1', [1]]);
  late.account.clock.advance(10 * minuteMs);
  expect((await late.heal(nowMs + 10 * minuteMs)).lateSeconds).toBe(30);
  const early = accountWith([claim(1, { leaseUntil })], ['request-0.1', [1]]);
  expect((await early.heal(nowMs + 10 * minuteMs)).lateSeconds).toBe(0);
});
