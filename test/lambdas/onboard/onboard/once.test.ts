import { describe, expect, it } from 'vitest';
import { onboard } from '../../../../lambdas/onboard/onboard.ts';
import type { Run } from '../../../../lambdas/onboard/ports.ts';
import type { RosterEntry } from '../../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  aManagedInstance,
  anEntry,
  anInstance,
  aStateChange,
  hourMs,
  idOf,
  idsTo,
  nowMs,
  shown,
  someSettings,
} from '../../builders.ts';
import { fakeAccount } from '../../fakes.ts';

const run: Run = { requestId: 'request-1', lastOrderAtMs: nowMs + hourMs, settings: someSettings() };
const changesOf = (ids: readonly string[]) => ids.map((instanceId) => aStateChange({ instanceId }));
const statusOf = (entry: RosterEntry | undefined) => entry && `${entry.status} ${entry.reason}`;

describe('no second command', () => {
  /**
   * Earlier calls sent to the instances and stopped before the record. The arguments are the ends of the
   * leases.
   */
  function accountAfterStops(...leases: number[]) {
    const account = fakeAccount();
    account.start(idsTo(leases.length));
    leases.forEach((leaseUntil, index) => {
      const instanceId = idOf(index + 1);
      const orderId = `stopped-${index + 1}.1`;
      const claim = anEntry({ instanceId, status: 'claimed', reason: 'CommandClaimed', orderId, leaseUntil });
      account.entries.set(instanceId, claim);
      const document = { document: 'Muster-Linux', documentVersion: '7' };
      account.commands.push({
        ...document,
        commandId: `old-${index + 1}`,
        orderId,
        instanceIds: [instanceId],
        requestedAtMs: nowMs,
      });
    });
    return account;
  }

  it('when a lease ends while the claims of others are healed', async () => {
    const account = accountAfterStops(nowMs, nowMs + 1_000);
    const { commands } = account.ports;
    const find: typeof commands.find = (orderId, sinceMs) => {
      account.clock.advance(2_000);
      return commands.find(orderId, sinceMs);
    };
    const ports = { ...account.ports, commands: { ...commands, find } };
    const result = await onboard(changesOf(idsTo(2)), ports, run);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'old-1' });
    expect(account.commandsOf(idOf(2))).toHaveLength(1);
    expect(result.retry.map((stateChange) => stateChange.instanceId)).toEqual([idOf(2)]);
    expect(result.written.map((move) => move.to.instanceId)).toEqual([idOf(1)]);
  });

  it('when the record of a healed claim gets no answer: its state change comes back', async () => {
    const account = accountAfterStops(nowMs);
    account.unanswered.add(idOf(1));
    const result = await onboard([aStateChange()], account.ports, run);
    expect(account.commandsOf(idOf(1))).toHaveLength(1);
    expect(result).toMatchObject({ retry: [aStateChange()], written: [] });
    await onboard(result.retry, account.ports, { ...run, requestId: 'request-2' });
    expect(account.commandsOf(idOf(1))).toHaveLength(1);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'old-1' });
  });

  it('when EC2 does not show a commanded instance for a moment', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    await onboard([aStateChange()], account.ports, run);
    const shown = new Map(account.instances);
    account.instances.clear();
    await onboard([aStateChange()], account.ports, { ...run, requestId: 'request-2' });
    for (const [id, instance] of shown) account.instances.set(id, instance);
    await onboard([aStateChange()], account.ports, { ...run, requestId: 'request-3' });
    expect(account.commandsOf(idOf(1))).toHaveLength(1);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'command-1' });
  });
});

it('a command of an earlier start does not count for an order of this start that was refused', async () => {
  const account = fakeAccount();
  account.start([idOf(1)]);
  const before = { reason: 'CommandSent', commandId: 'old', launchedAt: nowMs - hourMs };
  account.entries.set(idOf(1), anEntry({ status: 'failed', ...before }));
  account.refusals.set('Muster-Linux', 'NotReady');
  await onboard([aStateChange()], account.ports, run);
  expect(statusOf(account.entries.get(idOf(1)))).toBe('waiting NotReady');
  expect(account.entries.get(idOf(1))).not.toHaveProperty('commandId');
});

describe('when an instance reaches the horizon', () => {
  const waitingSince = nowMs - 2 * hourMs;
  const start = { launchedAtMs: waitingSince };

  /** Instances 1 to 3. Two have waited for long, and one of these has registered now. The third is new. */
  function accountAtHorizon() {
    const account = fakeAccount();
    for (const instanceId of idsTo(2)) {
      account.instances.set(instanceId, anInstance({ instanceId, ...start }));
      account.entries.set(instanceId, anEntry({ instanceId, waitingSince, launchedAt: waitingSince }));
    }
    account.managed.set(idOf(2), aManagedInstance({ instanceId: idOf(2) }));
    account.instances.set(idOf(3), anInstance({ instanceId: idOf(3) }));
    return account;
  }

  it('asks for the cause of those that did not register, and of nobody else, and records it', async () => {
    const account = accountAtHorizon();
    await onboard(changesOf(idsTo(3)), account.ports, run);
    expect(account.diagnosed).toEqual([idOf(1)]);
    expect(idsTo(3).map((id) => statusOf(account.entries.get(id)))).toEqual([
      'unmanaged NoInstanceProfile',
      'commanded CommandSent',
      'waiting NotRegistered',
    ]);
  });

  it('does nothing the second time while the cause is the same', async () => {
    const account = accountAtHorizon();
    await onboard(changesOf([idOf(1)]), account.ports, run);
    const again = await onboard(changesOf([idOf(1)]), account.ports, run);
    expect(again.decisions.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
      'leave AlreadyUnmanaged',
    ]);
    expect(again.written).toEqual([]);
  });

  it('sends when the instance registers at last, even a day later', async () => {
    const account = accountAtHorizon();
    await onboard(changesOf([idOf(1)]), account.ports, run);
    account.clock.advance(24 * hourMs);
    account.managed.set(idOf(1), aManagedInstance());
    await onboard(changesOf([idOf(1)]), account.ports, { ...run, lastOrderAtMs: nowMs + 25 * hourMs });
    expect(statusOf(account.entries.get(idOf(1)))).toBe('commanded CommandSent');
  });
});

it('what was written is announced, all in one call', async () => {
  const account = fakeAccount();
  account.start([idOf(1)]);
  const result = await onboard(changesOf(idsTo(2)), account.ports, run);
  expect(account.announced).toEqual([result.written]);
  expect(shown(result.written)).toEqual(['waiting NotVisible', 'commanded CommandSent']);
});

it('an order is recorded before the next is sent, so that a stopped call leaves little to heal', async () => {
  const account = fakeAccount();
  account.start(idsTo(120));
  const { commands } = account.ports;
  const recorded: number[] = [];
  const send: typeof commands.send = (order) => {
    recorded.push([...account.entries.values()].filter(({ status }) => status === 'commanded').length);
    return commands.send(order);
  };
  await onboard(changesOf(idsTo(120)), { ...account.ports, commands: { ...commands, send } }, run);
  expect(recorded).toEqual([0, 50, 100]);
});
