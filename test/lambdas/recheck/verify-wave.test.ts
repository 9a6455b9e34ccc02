import { expect, it } from 'vitest';
import { readInvocations, sendVerify } from '../../../lambdas/recheck/verify-wave.ts';
import type { Order, OrderAnswer } from '../../../lambdas/shared/domain/commands/order.ts';
import { beginProgress, type Verifying } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { idOf, nowMs } from '../builders.ts';
import { fakeAccount } from '../fakes.ts';
import { aPlan } from '../shared/domain/rollout/rollout-fixtures.ts';

const items = Array.from({ length: 60 }, (_, index) => ({
  ...{ instanceId: idOf(index + 1), document: 'A', documentVersion: '2' },
  parameters: { Operation: ['Verify'] },
}));

async function send(answer: (order: Order) => OrderAnswer, earlier?: Verifying) {
  const { ports } = fakeAccount();
  const orders: Order[] = [];
  const verify = async (order: Order) => {
    orders.push(order);
    return answer(order);
  };
  const rollout = { plan: aPlan(), progress: { ...beginProgress(), verifying: earlier } };
  const verifying = await sendVerify(
    items,
    rollout,
    { ...ports, commands: { verify, verifications: async () => [] } },
    nowMs,
  );
  return { verifying, orders };
}

it('verifies fifty instances with one command', async () => {
  const { verifying, orders } = await send(({ orderId }) => ({ commandId: orderId }));
  expect(orders.map(({ instanceIds }) => instanceIds.length)).toEqual([50, 10]);
  expect(verifying).toEqual({ beganAt: nowMs, sentAt: nowMs, commandIds: ['r1/1.1', 'r1/1.2'] });
});

it('finds the instance that is refused, and verifies the others', async () => {
  const { verifying, orders } = await send(({ orderId, instanceIds }) =>
    instanceIds.includes(idOf(55)) ? { kind: 'NotReady', message: 'gone' } : { commandId: orderId },
  );
  const reached = orders.filter(({ instanceIds }) => !instanceIds.includes(idOf(55)));
  expect(reached.flatMap(({ instanceIds }) => instanceIds)).toHaveLength(59);
  expect(verifying.commandIds).toHaveLength(reached.length);
});

it('leaves what follows a throttled call to the next step, which keeps what was sent', async () => {
  let calls = 0;
  const { verifying } = await send(({ orderId }) => {
    calls += 1;
    return calls === 1 ? { commandId: orderId } : { kind: 'Throttled', message: 'slow down' };
  });
  expect(verifying).toEqual({ beganAt: nowMs, sentAt: nowMs, commandIds: ['r1/1.1'], isPartial: true });
  const began = { beganAt: nowMs - 1, sentAt: nowMs - 1, commandIds: ['a'], isPartial: true } as const;
  const { verifying: later } = await send(({ orderId }) => ({ commandId: orderId }), began);
  expect(later).toEqual({ beganAt: nowMs - 1, sentAt: nowMs, commandIds: ['a', 'r1/1.1', 'r1/1.2'] });
});

it('sends nothing after a throttled call', async () => {
  const { orders } = await send(() => ({ kind: 'Throttled', message: 'slow down' }));
  expect(orders).toHaveLength(1);
});

it('reads the invocations of those commands alone that the list does not tell', async () => {
  const { ports } = fakeAccount();
  const read: (readonly string[])[] = [];
  const results = {
    read: async (ids: readonly string[]) => {
      read.push(ids);
      return new Map([['failed', [{ instanceId: idOf(3), statusDetails: 'Failed' }]]]);
    },
  };
  const command = (commandId: string, number: number, status: string) => ({
    ...{ commandId, status, instanceIds: [idOf(number)], requestedAtMs: nowMs },
  });
  const verifications = async () => [
    command('well', 1, 'Success'),
    command('open', 2, 'InProgress'),
    command('failed', 3, 'Failed'),
    command('other', 9, 'Success'),
  ];
  const commandIds = ['well', 'open', 'failed', 'unlisted'];
  const found = await readInvocations(
    { beganAt: nowMs, sentAt: nowMs, commandIds },
    { results, commands: { ...ports.commands, verifications } },
  );
  expect(read).toEqual([['failed', 'unlisted']]);
  expect(found.map(({ instanceId, statusDetails }) => [instanceId, statusDetails])).toEqual([
    [idOf(1), 'Success'],
    [idOf(2), 'InProgress'],
    [idOf(3), 'Failed'],
  ]);
});
