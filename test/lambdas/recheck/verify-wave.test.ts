import { expect, it } from 'vitest';
import { sendVerify } from '../../../lambdas/recheck/verify-wave.ts';
import type { Order, OrderAnswer } from '../../../lambdas/shared/domain/commands/order.ts';
import { beginProgress } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import { idOf, nowMs } from '../builders.ts';
import { fakeAccount } from '../fakes.ts';
import { aPlan } from '../shared/domain/rollout/rollout-fixtures.ts';

const items = Array.from({ length: 60 }, (_, index) => ({
  ...{ instanceId: idOf(index + 1), document: 'A', documentVersion: '2' },
  parameters: { Operation: ['Verify'] },
}));

async function send(answer: (order: Order) => OrderAnswer) {
  const { ports } = fakeAccount();
  const orders: Order[] = [];
  const verify = async (order: Order) => {
    orders.push(order);
    return answer(order);
  };
  const rollout = { plan: aPlan(), progress: beginProgress() };
  const verifying = await sendVerify(items, rollout, { ...ports, commands: { verify } }, nowMs);
  return { verifying, orders };
}

it('verifies fifty instances with one command', async () => {
  const { verifying, orders } = await send(({ orderId }) => ({ commandId: orderId }));
  expect(orders.map(({ instanceIds }) => instanceIds.length)).toEqual([50, 10]);
  expect(verifying).toEqual({ sentAt: nowMs, commandIds: ['r1/1.1', 'r1/1.2'] });
});

it('finds the instance that is refused, and verifies the others', async () => {
  const { verifying, orders } = await send(({ orderId, instanceIds }) =>
    instanceIds.includes(idOf(55)) ? { kind: 'NotReady', message: 'gone' } : { commandId: orderId },
  );
  const reached = orders.filter(({ instanceIds }) => !instanceIds.includes(idOf(55)));
  expect(reached.flatMap(({ instanceIds }) => instanceIds)).toHaveLength(59);
  expect(verifying?.commandIds).toHaveLength(reached.length);
});

it('is for the next step when a call is throttled', async () => {
  const { verifying } = await send(() => ({ kind: 'Throttled', message: 'slow down' }));
  expect(verifying).toBeUndefined();
});
