import { describe, expect, it } from 'vitest';
import { recheck } from '../../../lambdas/recheck/recheck.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
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
} from '../builders.ts';
import { accountWith, due, run } from './due-account.ts';

const claimed = {
  ...due,
  status: 'claimed',
  reason: 'CommandClaimed',
  orderId: 'old.1',
  leaseUntil: nowMs,
} as const;

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

  it('an instance that has not registered in the early time costs one question, and no question to EC2', async () => {
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

  it('an instance that waits for another reason is looked at in the early time too, registered or not', async () => {
    const lost = { ...due, reason: 'ConnectionLost', waitingSince: nowMs - 10 * minuteMs } as const;
    const account = accountWith(anEntry(lost));
    account.managed.delete(idOf(1));
    await recheck(account.ports, run);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'waiting', reason: 'NotRegistered' });
  });

  it('an instance that never registered is unmanaged after the horizon, with its cause', async () => {
    const account = accountWith(anEntry({ ...due, waitingSince: nowMs - 2 * hourMs }));
    account.managed.clear();
    await recheck(account.ports, run);
    expect(statusOf(account.entries.get(idOf(1)))).toBe('unmanaged NoInstanceProfile');
    expect((await recheck(account.ports, run)).due).toBe(0);
  });

  it('an unmanaged instance with another cause gets the new one a day later, and it is announced', async () => {
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

  it('an expired claim is healed when its command exists', async () => {
    const account = accountWith(anEntry(claimed));
    const order = { document: 'Muster-Linux', documentVersion: '7', instanceIds: [idOf(1)] };
    account.commands.push({ commandId: 'old', orderId: 'old.1', requestedAtMs: nowMs, ...order });
    const { ordersSent } = await recheck(account.ports, run);
    expect(ordersSent).toBe(0);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'old' });
    expect(account.commandsOf(idOf(1))).toHaveLength(1);
  });

  it('an expired claim is made anew when no command exists', async () => {
    const account = accountWith(anEntry(claimed));
    await recheck(account.ports, run);
    expect(account.commandsOf(idOf(1)).map(({ orderId }) => orderId)).toEqual(['request-1-1.1']);
    expect(statusOf(account.entries.get(idOf(1)))).toBe('commanded CommandSent');
  });

  it('a silent command is settled by its results, and not handled as a state change', async () => {
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

  it('a mixed round handles every entry', async () => {
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

  it('an instance whose command failed for a passing reason gets more, up to the limit', async () => {
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

it('two calls at once send one command to each instance', async () => {
  const account = accountWith(...idsTo(60).map((instanceId) => anEntry({ ...due, instanceId })));
  await Promise.all(['a', 'b'].map((requestId) => recheck(account.ports, { ...run, requestId })));
  for (const id of idsTo(60)) expect(account.commandsOf(id)).toHaveLength(1);
  expect([...account.entries.values()].every(({ status }) => status === 'commanded')).toBe(true);
});
