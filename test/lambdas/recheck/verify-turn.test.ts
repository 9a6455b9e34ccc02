import { expect, it } from 'vitest';
import { type TurnOptions, verifyTurn } from '../../../lambdas/recheck/verify-turn.ts';
import type { Verification } from '../../../lambdas/shared/clients/commands/commands.ts';
import type { Order, OrderAnswer } from '../../../lambdas/shared/domain/commands/order.ts';
import type { Turn } from '../../../lambdas/shared/domain/verification/turn.ts';
import {
  anEntry,
  anInvocation,
  hourMs,
  idOf,
  idsTo,
  minuteMs,
  nowMs,
  someSettings,
  someVerification,
} from '../builders.ts';
import { type FakeAccount, fakeAccount } from '../fakes.ts';

const options: TurnOptions = {
  traffic: { isBehind: false, isLate: false },
  leaseMs: 5 * minuteMs,
  settings: someSettings(),
  verification: someVerification({ every: 'day' }),
};

/** An account of onboarded instances that run and answer, and one turn of them. */
function accountOf(count: number, listed: () => readonly Verification[] = () => []) {
  const account = fakeAccount();
  const ids = idsTo(count);
  account.start(ids);
  const one = { status: 'onboarded', document: 'Muster-Linux', documentVersion: '5' } as const;
  for (const instanceId of ids)
    account.entries.set(instanceId, anEntry({ ...one, instanceId, changedAt: 1 }));
  const turns: { turn: Turn; dueAtMs: number | undefined }[] = [
    { turn: { turnId: 't', handedOverMs: nowMs, openIds: ids, sent: [] }, dueAtMs: nowMs },
  ];
  const orders: Order[] = [];
  const state = {
    answer: (order: Order): OrderAnswer => ({ commandId: `v${orders.length}-${order.document}` }),
  };
  const ports = {
    ...account.ports,
    turns: {
      take: async () => {
        const turn = turns.at(-1)?.turn;
        return turn === undefined ? ('InHand' as const) : { turn, leaseUntil: 1 };
      },
      letGo: async (_: unknown, turn: Turn, dueAtMs: number | undefined) =>
        void turns.push({ turn, dueAtMs }),
    },
    commands: {
      verify: async (order: Order) => {
        orders.push(order);
        return state.answer(order);
      },
      verifications: async () => listed(),
    },
  };
  const step = (change: Partial<TurnOptions> = {}) => verifyTurn('t', ports, { ...options, ...change });
  return { account, orders, step, state, last: () => turns.at(-1), ports };
}

const messagesOf = ({ log }: FakeAccount) => log.lines.map(({ message }) => message);

it('fifty instances are verified with one command, and looked at some minutes later', async () => {
  const { orders, step, last } = accountOf(60);
  await step();
  expect(orders.map(({ instanceIds }) => instanceIds.length)).toEqual([50, 10]);
  expect(orders[0]).toMatchObject({ documentVersion: '5', parameters: { Operation: ['Verify'] } });
  expect(last()).toMatchObject({ turn: { openIds: [] }, dueAtMs: nowMs + 4 * minuteMs });
});

it('a command whose instances are all well costs one listing, and the turn is over', async () => {
  const command = { commandId: 'v1-Muster-Linux', instanceIds: idsTo(3), requestedAtMs: nowMs };
  const { account, step, last } = accountOf(3, () => [{ ...command, status: 'Success' }]);
  await step();
  account.clock.advance(5 * minuteMs);
  expect(await step()).toEqual({ written: [], verified: 3, unanswered: 0 });
  expect(last()).toMatchObject({ turn: { openIds: [], sent: [] }, dueAtMs: undefined });
  expect(account.resultReads).toEqual([]);
});

it('of a command that is not well the answers are read, and told', async () => {
  const { account, step } = accountOf(2);
  await step();
  account.invocations.set('v1-Muster-Linux', [
    anInvocation({ statusDetails: 'Failed', exitCode: 23 }),
    anInvocation({ instanceId: idOf(2) }),
  ]);
  account.clock.advance(5 * minuteMs);
  const { written } = await step();
  expect(written.map(({ to }) => `${to.instanceId} ${to.reason}`)).toEqual([`${idOf(1)} Drifted`]);
  expect(account.announced.flat()).toHaveLength(1);
});

it('who does not answer is sent nothing, and is named apart', async () => {
  const { account, orders, step } = accountOf(3);
  account.managed.delete(idOf(2));
  await step();
  expect(orders.map(({ instanceIds }) => instanceIds)).toEqual([[idOf(1), idOf(3)]]);
  expect(account.log.lines).toContainEqual({
    ...{ level: 'warn', message: 'verifications unanswered' },
    fields: [{ turnId: 't', offline: [idOf(2)] }],
  });
});

it.each([
  ['the roster may be behind', { isBehind: true, isLate: false }],
  ['launches wait, or calls are throttled', { isBehind: false, isLate: true }],
])('nothing is sent while %s', async (_, traffic) => {
  const { orders, step, last } = accountOf(3);
  await step({ traffic });
  expect(orders).toEqual([]);
  expect(last()).toMatchObject({ turn: { openIds: idsTo(3) }, dueAtMs: nowMs + 1 });
});

it('what a throttled call leaves is sent with the next step, and the others are told', async () => {
  const { account, orders, state, step, last, ports } = accountOf(60);
  state.answer = () =>
    orders.length === 1 ? { commandId: 'v1' } : { kind: 'Throttled', message: 'slow down' };
  await step();
  expect(last()?.turn.openIds).toEqual(idsTo(60).slice(50));
  expect(last()?.turn.sent).toHaveLength(1);
  expect(await ports.pulses.throttledAtMs()).toBe(nowMs);
  state.answer = () => ({ commandId: 'v3' });
  account.clock.advance(5 * minuteMs);
  await step();
  expect(last()?.turn.sent.map(({ commandId }) => commandId)).toEqual(['v1', 'v3']);
});

it('an instance that is refused keeps no other back', async () => {
  const { state, step, last } = accountOf(3);
  state.answer = ({ orderId, instanceIds }) =>
    instanceIds.includes(idOf(2)) ? { kind: 'NotReady', message: 'gone' } : { commandId: orderId };
  await step();
  expect(last()?.turn.openIds).toEqual([]);
  expect(
    last()
      ?.turn.sent.flatMap(({ instanceIds }) => instanceIds)
      .toSorted(),
  ).toEqual([idOf(1), idOf(3)]);
});

it('a turn that could not be sent for a day is left to the next one', async () => {
  const { account, orders, step, last } = accountOf(3);
  account.clock.advance(24 * hourMs + 1);
  await step();
  expect([orders, last()?.dueAtMs]).toEqual([[], undefined]);
  expect(messagesOf(account)).toContain('verifications left out');
});

it('turned off, it sends nothing and forgets what was told', async () => {
  const { account, orders, step, last } = accountOf(1);
  const told = { reason: 'Drifted', drift: `Muster-Linux told NotInstalled ${nowMs}` };
  account.entries.set(idOf(1), anEntry({ status: 'onboarded', document: 'Muster-Linux', ...told }));
  await step({ verification: someVerification() });
  expect(orders).toEqual([]);
  expect(account.entries.get(idOf(1))?.reason).toBe('Onboarded');
  expect(last()?.dueAtMs).toBeUndefined();
});

it.each(['InHand', 'Unreadable'] as const)('a turn that is %s is left alone', async (answer) => {
  const { ports, orders } = accountOf(1);
  const turns = { ...ports.turns, take: async () => answer };
  expect(await verifyTurn('t', { ...ports, turns }, options)).toEqual({
    written: [],
    verified: 0,
    unanswered: 0,
  });
  expect(orders).toEqual([]);
});
