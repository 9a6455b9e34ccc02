import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onboard } from '../../../../lambdas/onboard/onboard.ts';
import type { Ports } from '../../../../lambdas/onboard/ports.ts';
import type { StateChange } from '../../../../lambdas/shared/domain/fleet/state-change.ts';
import { aStateChange, hourMs, idOf, idsTo, minuteMs, someSettings } from '../../builders.ts';
import { type FakeAccount, fakeAccount } from '../../fakes.ts';

/** A function that is stopped. The effect before or after which it stops is the last of the call. */
class Stopped extends Error {}

/** Where a call is stopped: before the n-th effect (from 1), or after it. */
interface Stop {
  readonly atEffect: number;
  readonly isDone: boolean;
}

/** The ports of a call that is stopped at one of its effects on the world: a roster write or a send. */
function stoppedAt({ atEffect, isDone }: Stop, ports: Ports): Ports {
  let count = 0;
  const stopping =
    <A, R>(effect: (argument: A) => Promise<R>) =>
    async (argument: A): Promise<R> => {
      count += 1;
      if (count > atEffect || (count === atEffect && !isDone)) throw new Stopped();
      const result = await effect(argument);
      if (count === atEffect) throw new Stopped();
      return result;
    };
  return {
    ...ports,
    roster: { ...ports.roster, move: stopping(ports.roster.move) },
    commands: { ...ports.commands, send: stopping(ports.commands.send) },
  };
}

const stateChanges = (count: number) => idsTo(count).map((instanceId) => aStateChange({ instanceId }));

/** One call. It returns the state changes that come back: all of them if it was stopped. */
async function call(batch: readonly StateChange[], account: FakeAccount, requestId: string, stop?: Stop) {
  const ports = stop === undefined ? account.ports : stoppedAt(stop, account.ports);
  const run = { requestId, lastOrderAtMs: account.clock.now() + hourMs, settings: someSettings() };
  try {
    return (await onboard(batch, ports, run)).retry;
  } catch (error) {
    if (error instanceof Stopped) return batch;
    throw error;
  }
}

/** Delivers state changes again every ten minutes until none comes back. */
async function callUntilSettled(first: readonly StateChange[], account: FakeAccount): Promise<void> {
  let batch = first;
  for (let delivery = 1; batch.length > 0; delivery++) {
    expect(delivery).toBeLessThanOrEqual(5);
    account.clock.advance(10 * minuteMs);
    batch = await call(batch, account, `later-${delivery}`);
  }
}

/** The effects of a call for one order are, in order: records, claims, the send, the record of the send. */
describe('a call that is stopped', () => {
  const records = 1;
  const claims = 2;
  const sends = 3;
  const recordsSent = 4;

  it.each([
    ['before it claims', { atEffect: claims, isDone: false }, undefined, 'later-1.1'],
    ['after it claims', { atEffect: claims, isDone: true }, 'claimed', 'later-1.1'],
    ['before it sends', { atEffect: sends, isDone: false }, 'claimed', 'later-1.1'],
    ['after it sends', { atEffect: sends, isDone: true }, 'claimed', 'request-1.1'],
    ['before it records what was sent', { atEffect: recordsSent, isDone: false }, 'claimed', 'request-1.1'],
    ['after it records what was sent', { atEffect: recordsSent, isDone: true }, 'commanded', 'request-1.1'],
    ['before it records', { atEffect: records, isDone: false }, undefined, 'later-1.1'],
  ] as const)('%s is completed by the next call, with one command', async (_name, stop, between, orderId) => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    const back = await call(stateChanges(1), account, 'request-1', stop);
    expect(back).toHaveLength(1);
    expect(account.entries.get(idOf(1))?.status).toBe(between);
    await callUntilSettled(back, account);
    expect(account.commands.map((command) => command.orderId)).toEqual([orderId]);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'command-1' });
  });

  it.each([
    ['before', false, 'claimed'],
    ['after', true, 'commanded'],
  ] as const)('%s it heals an earlier send is completed', async (_name, isDone, between) => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    const back = await call(stateChanges(1), account, 'request-1', { atEffect: sends, isDone: true });
    account.clock.advance(5 * minuteMs);
    // Healing is the first effect of a call that finds an expired claim.
    const again = await call(back, account, 'request-2', { atEffect: 1, isDone });
    expect(account.entries.get(idOf(1))?.status).toBe(between);
    await callUntilSettled(again, account);
    expect(account.commands.map((command) => command.orderId)).toEqual(['request-1.1']);
    expect(account.entries.get(idOf(1))).toMatchObject({ status: 'commanded', commandId: 'command-1' });
  });

  it('after it sends is waited for until the lease ends', async () => {
    const account = fakeAccount();
    account.start([idOf(1)]);
    const back = await call(stateChanges(1), account, 'request-1', { atEffect: sends, isDone: true });
    account.clock.advance(5 * minuteMs - 1);
    expect(await call(back, account, 'request-2')).toHaveLength(1);
    expect(account.entries.get(idOf(1))?.status).toBe('claimed');
    account.clock.advance(1);
    expect(await call(back, account, 'request-3')).toEqual([]);
    expect(account.commands).toHaveLength(1);
  });
});

describe('whatever happens', () => {
  const stop = fc.record({ atEffect: fc.integer({ min: 1, max: 8 }), isDone: fc.boolean() });
  const stops = fc.array(stop, { maxLength: 3 });

  it('stops at any effect, again and again, leave every instance commanded exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 60), stops, async (count, all) => {
        const account = fakeAccount();
        account.start(idsTo(count));
        let batch: readonly StateChange[] = stateChanges(count);
        for (const [index, one] of all.entries()) {
          batch = await call(batch, account, `stopped-${index}`, one);
          account.clock.advance(6 * minuteMs);
        }
        await callUntilSettled(batch, account);
        for (const id of idsTo(count)) {
          expect(account.commandsOf(id)).toHaveLength(1);
          expect(account.entries.get(id)).toMatchObject({
            status: 'commanded',
            commandId: account.commandsOf(id)[0]?.commandId,
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('concurrent calls for the same state changes send one command to each instance', async () => {
    const account = fakeAccount();
    account.start(idsTo(60));
    const calls = ['a', 'b', 'c'].map((requestId) => call(stateChanges(60), account, requestId));
    const back = (await Promise.all(calls)).flat();
    expect(back).toHaveLength(120);
    await callUntilSettled(back, account);
    for (const id of idsTo(60)) expect(account.commandsOf(id)).toHaveLength(1);
  });
});
