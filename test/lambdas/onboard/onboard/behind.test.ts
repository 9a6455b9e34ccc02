import { describe, expect, it } from 'vitest';
import { onboard } from '../../../../lambdas/onboard/onboard.ts';
import { aStateChange, hourMs, idOf, idsTo, minuteMs, nowMs, someSettings } from '../../builders.ts';
import { fakeAccount } from '../../fakes.ts';

const gap = { fromMs: nowMs - hourMs, untilMs: nowMs };
const run = { requestId: 'request-1', lastOrderAtMs: nowMs + hourMs, settings: someSettings() };
const changes = idsTo(2).map((instanceId) => aStateChange({ instanceId }));

/** A command of the document that reached instance 1, of which the roster knows nothing. */
function accountWithCommand() {
  const account = fakeAccount();
  account.start(idsTo(2));
  account.commands.push({
    commandId: 'earlier',
    orderId: 'earlier.1',
    document: 'Muster-Linux',
    documentVersion: '6',
    instanceIds: [idOf(1)],
    requestedAtMs: nowMs - minuteMs,
  });
  return account;
}

describe('a roster that may be behind', () => {
  it('sends nothing while it is held, writes nothing, and the state changes come back', async () => {
    const account = accountWithCommand();
    const held = { ...gap, untilMs: nowMs + 1 };
    const { retry, decisions } = await onboard(changes, account.ports, { ...run, gap: held });
    expect(retry).toEqual(changes);
    expect(decisions.map(({ reason }) => reason)).toEqual(['RosterBehind', 'RosterBehind']);
    expect(account.entries.size).toBe(0);
    expect(account.commands).toHaveLength(1);
  });

  it('sends to nobody whom a command has reached that it does not know, and follows that command', async () => {
    const account = accountWithCommand();
    const { ordersSent } = await onboard(changes, account.ports, { ...run, gap });
    expect(ordersSent).toBe(1);
    expect(account.commandsOf(idOf(1)).map(({ commandId }) => commandId)).toEqual(['earlier']);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'earlier' });
    expect(account.entries.get(idOf(2))).toMatchObject({ status: 'commanded', commandId: 'command-2' });
  });

  it('claims nothing when the commands cannot be read', async () => {
    const account = accountWithCommand();
    const sentWithin = async () => Promise.reject(new Error('throttled'));
    const ports = { ...account.ports, commands: { ...account.ports.commands, sentWithin } };
    await expect(onboard(changes, ports, { ...run, gap })).rejects.toThrow('throttled');
    expect(account.entries.size).toBe(0);
  });
});
