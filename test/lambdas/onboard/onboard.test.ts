import { describe, expect, it } from 'vitest';
import { onboard } from '../../../lambdas/onboard/onboard.ts';
import type { Run } from '../../../lambdas/onboard/ports.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import {
  anEntry,
  anInstance,
  aStateChange,
  hourMs,
  idOf,
  idsTo,
  minuteMs,
  nowMs,
  someSettings,
} from '../builders.ts';
import { fakeAccount } from '../fakes.ts';

const run: Run = { requestId: 'request-1', lastOrderAtMs: nowMs + hourMs, settings: someSettings() };
const changesOf = (ids: readonly string[]) => ids.map((instanceId) => aStateChange({ instanceId }));
const statusOf = (entry: RosterEntry | undefined) => entry && `${entry.status} ${entry.reason}`;

describe('onboarding', () => {
  it('sends one command to the managed instances of a batch and records it', async () => {
    const account = fakeAccount();
    account.start(idsTo(3));
    const result = await onboard(changesOf(idsTo(3)), account.ports, run);
    expect(account.commands).toEqual([
      {
        commandId: 'command-1',
        orderId: 'request-1.1',
        document: 'Muster-Linux',
        documentVersion: '7',
        instanceIds: idsTo(3),
        requestedAtMs: nowMs,
      },
    ]);
    expect(result).toMatchObject({ ordersSent: 1, ordersRefused: 0, retry: [] });
    expect(result.written.map((move) => move.to.status)).toEqual(['commanded', 'commanded', 'commanded']);
    expect(account.entries.get(idOf(3))).toMatchObject({
      status: 'commanded',
      reason: 'CommandSent',
      commandId: 'command-1',
      orderId: 'request-1.1',
      revision: 2,
    });
    expect(account.entries.get(idOf(3))).not.toHaveProperty('leaseUntil');
  });

  it('gives every state change of a mixed batch its own outcome', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    account.start([idOf(2)], { platformType: 'Windows' });
    account.start([idOf(3)], { platformName: 'FreeBSD' });
    account.instances.set(idOf(4), anInstance({ instanceId: idOf(4) }));
    account.instances.set(idOf(5), anInstance({ instanceId: idOf(5), state: 'terminated' }));
    account.instances.set(idOf(6), anInstance({ instanceId: idOf(6), operator: 'eks.amazonaws.com' }));
    const result = await onboard(changesOf(idsTo(7)), account.ports, run);
    expect(idsTo(7).map((id) => statusOf(account.entries.get(id)))).toEqual([
      'commanded CommandSent',
      'commanded CommandSent',
      'excluded UnsupportedPlatform',
      'waiting NotRegistered',
      'gone Terminated',
      'excluded ServiceManaged',
      'waiting NotVisible',
    ]);
    expect(account.commands.map((command) => command.document)).toEqual(['Muster-Linux', 'Muster-Windows']);
    expect(account.looked).toEqual([idOf(1), idOf(2), idOf(3), idOf(4)]);
    expect(result.written).toHaveLength(7);
    expect(result.retry).toEqual([]);
  });

  it('does nothing the second time', async () => {
    const account = fakeAccount();
    account.start(idsTo(2));
    await onboard(changesOf(idsTo(2)), account.ports, run);
    const before = new Map(account.entries);
    const again = await onboard(changesOf(idsTo(2)), account.ports, { ...run, requestId: 'request-2' });
    expect(account.commands).toHaveLength(1);
    expect(account.entries).toEqual(before);
    expect(again).toMatchObject({ written: [], retry: [], ordersSent: 0 });
  });

  it('takes a duplicate state change in a batch once', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    await onboard([aStateChange(), aStateChange()], account.ports, run);
    expect(account.commands.map((command) => command.instanceIds)).toEqual([[idOf(1)]]);
  });

  it('sends 120 instances in three orders, under ids of their own', async () => {
    const account = fakeAccount();
    account.start(idsTo(120));
    const result = await onboard(changesOf(idsTo(120)), account.ports, run);
    expect(account.commands.map((c) => [c.orderId, c.instanceIds.length])).toEqual([
      ['request-1.1', 50],
      ['request-1.2', 50],
      ['request-1.3', 20],
    ]);
    expect(result.ordersSent).toBe(3);
  });

  it('claims before it sends, until the lease of the settings', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    let seen: RosterEntry | undefined;
    const { commands } = account.ports;
    const send: typeof commands.send = (order) => {
      seen = account.entries.get(idOf(1));
      return commands.send(order);
    };
    await onboard([aStateChange()], { ...account.ports, commands: { ...commands, send } }, run);
    expect(seen).toMatchObject({ status: 'claimed', orderId: 'request-1.1', leaseUntil: nowMs + 300_000 });
  });

  it('logs why: one line for each decision and reason, with its instances', async () => {
    const account = fakeAccount();
    account.start(idsTo(2));
    await onboard(changesOf(idsTo(3)), account.ports, run);
    expect(account.log.lines.map((line) => line.fields[0])).toEqual([
      { decision: 'send', reason: 'CommandClaimed', count: 2, instanceIds: idsTo(2) },
      { decision: 'record', reason: 'NotVisible', count: 1, instanceIds: [idOf(3)] },
    ]);
  });

  it('closes what EC2 has called terminated without asking again, unless the roster does not know it', async () => {
    const account = fakeAccount();
    const described: string[] = [];
    const { fleet } = account.ports;
    const describeAsked: typeof fleet.describe = (ids) => {
      described.push(...ids);
      return fleet.describe(ids);
    };
    account.entries.set(idOf(1), anEntry({ status: 'onboarded', source: 'asg:web' }));
    const tags = { 'aws:autoscaling:groupName': 'batch' };
    account.instances.set(idOf(2), anInstance({ instanceId: idOf(2), state: 'terminated', tags }));
    const ends = idsTo(2).map((instanceId) =>
      aStateChange({ instanceId, state: 'terminated', isOver: true }),
    );
    await onboard(ends, { ...account.ports, fleet: { ...fleet, describe: describeAsked } }, run);
    expect(described).toEqual([idOf(2)]);
    expect(account.entries.get(idOf(1))).toMatchObject({
      status: 'gone',
      reason: 'Terminated',
      source: 'asg:web',
    });
    expect(account.entries.get(idOf(2))).toMatchObject({
      status: 'gone',
      reason: 'Terminated',
      source: 'asg:batch',
    });
  });

  it('does nothing for an empty batch', async () => {
    const result = await onboard([], fakeAccount().ports, run);
    expect(result).toMatchObject({ decisions: [], written: [], ordersSent: 0, retry: [] });
  });
});

describe('what comes back', () => {
  it('a state change whose instance another call holds a claim on', async () => {
    const account = fakeAccount();
    account.start(idsTo(2));
    const held = anEntry({ status: 'claimed', orderId: 'request-0.1', leaseUntil: nowMs + minuteMs });
    account.entries.set(idOf(1), held);
    const result = await onboard(changesOf(idsTo(2)), account.ports, run);
    expect(result.retry).toEqual([aStateChange()]);
    expect(account.entries.get(idOf(1))).toEqual(held);
    expect(account.commandsOf(idOf(1))).toEqual([]);
    expect(account.commandsOf(idOf(2))).toHaveLength(1);
  });

  it('a state change whose claim the table refused, and nothing is sent for it', async () => {
    const account = fakeAccount();
    account.start(idsTo(2));
    const { roster } = account.ports;
    const stale: typeof roster.read = async (ids) => {
      const entries = await roster.read(ids);
      account.entries.set(idOf(1), anEntry({ status: 'excluded', reason: 'NoProfileMatches' }));
      return entries;
    };
    const ports = { ...account.ports, roster: { ...roster, read: stale } };
    const result = await onboard(changesOf(idsTo(2)), ports, run);
    expect(result.retry).toEqual([aStateChange()]);
    expect(account.commands.map((command) => command.instanceIds)).toEqual([[idOf(2)]]);
  });

  it('a state change whose record or claim got no answer', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    account.unanswered.add(idOf(1)).add(idOf(2));
    const result = await onboard(changesOf(idsTo(3)), account.ports, run);
    expect(result.retry.map((stateChange) => stateChange.instanceId)).toEqual([idOf(1), idOf(2)]);
    expect(account.commands).toEqual([]);
    expect([...account.entries.keys()]).toEqual([idOf(3)]);
  });

  it('state changes whose orders could not begin before the deadline', async () => {
    const account = fakeAccount();
    account.start(idsTo(60));
    const { commands } = account.ports;
    const slow: typeof commands.send = (order) => {
      account.clock.advance(minuteMs);
      return commands.send(order);
    };
    const ports = { ...account.ports, commands: { ...commands, send: slow } };
    const result = await onboard(changesOf(idsTo(60)), ports, { ...run, lastOrderAtMs: nowMs });
    expect(account.commands.map((command) => command.instanceIds.length)).toEqual([50]);
    expect(result.retry.map((stateChange) => stateChange.instanceId)).toEqual(idsTo(60).slice(50));
    expect(account.entries.get(idOf(1))?.status).toBe('commanded');
    expect(account.entries.get(idOf(60))?.status).toBe('claimed');
  });

  it('throttled state changes, once each, and the roster says so', async () => {
    const account = fakeAccount();
    account.start(idsTo(2));
    account.refusals.set('Muster-Linux', 'Throttled');
    const result = await onboard(changesOf(idsTo(2)), account.ports, run);
    expect(result).toMatchObject({ ordersSent: 0, ordersRefused: 1, retry: changesOf(idsTo(2)) });
    expect(statusOf(account.entries.get(idOf(1)))).toBe('waiting Throttled');
    account.refusals.clear();
    await onboard(result.retry, account.ports, { ...run, requestId: 'request-2' });
    expect(account.commands.map((command) => command.instanceIds)).toEqual([idsTo(2)]);
  });

  it('a state change whose command could not be recorded: the command is found, and not sent again', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    const { commands } = account.ports;
    const send: typeof commands.send = (order) => {
      account.unanswered.add(idOf(1));
      return commands.send(order);
    };
    const ports = { ...account.ports, commands: { ...commands, send } };
    const result = await onboard([aStateChange()], ports, run);
    expect(result.retry).toEqual([aStateChange()]);
    account.clock.advance(5 * minuteMs);
    await onboard(result.retry, account.ports, { ...run, requestId: 'request-2' });
    expect(account.commands).toHaveLength(1);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'command-1' });
  });

  it('denied state changes: they are sent once the permission is back', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    account.refusals.set('Muster-Linux', 'Denied');
    const result = await onboard([aStateChange()], account.ports, run);
    expect(result).toMatchObject({ ordersSent: 0, ordersRefused: 1, retry: [aStateChange()] });
    expect(statusOf(account.entries.get(idOf(1)))).toBe('waiting SendDenied');
    account.refusals.clear();
    await onboard(result.retry, account.ports, { ...run, requestId: 'request-2' });
    expect(account.commandsOf(idOf(1))).toHaveLength(1);
  });

  it('state changes whose command may or may not exist: the claim stays', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    account.refusals.set('Muster-Linux', 'Unknown');
    const result = await onboard([aStateChange()], account.ports, run);
    expect(result.retry).toEqual([aStateChange()]);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'claimed', leaseUntil: nowMs + 300_000 });
  });
});

describe('what does not come back', () => {
  it('state changes whose document is refused: they fail, and the other documents are sent', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    account.start([idOf(2)], { platformType: 'Windows' });
    account.refusals.set('Muster-Linux', 'DocumentRefused');
    const result = await onboard(changesOf(idsTo(2)), account.ports, run);
    expect(result).toMatchObject({ retry: [], ordersSent: 1, ordersRefused: 1 });
    expect(statusOf(account.entries.get(idOf(1)))).toBe('failed DocumentRefused');
    expect(account.commandsOf(idOf(2))).toHaveLength(1);
    expect(account.log.lines).toContainEqual({
      level: 'warn',
      message: 'order refused',
      fields: [
        {
          orderId: 'request-1.1',
          kind: 'DocumentRefused',
          answer: 'refused as DocumentRefused',
          instanceIds: [idOf(1)],
        },
      ],
    });
  });

  it('state changes whose instance was not ready: they are due later', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    account.refusals.set('Muster-Linux', 'NotReady');
    const result = await onboard([aStateChange()], account.ports, run);
    expect(result.retry).toEqual([]);
    const due = { status: 'waiting', reason: 'NotReady', dueAt: nowMs + 1 };
    expect(account.entries.get(idOf(1))).toMatchObject(due);
  });
});
