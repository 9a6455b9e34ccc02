import type { Commands, EarlierCommand } from '../shared/clients/commands/commands.ts';
import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import { groupOrders, type Order, type OrderResult } from '../shared/domain/commands/order.ts';
import { limits } from '../shared/domain/limits.ts';
import type { Gap } from '../shared/domain/roster/pulse.ts';
import type { MoveResult, RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { Decision } from './decision.ts';
import { planFound } from './plan-found.ts';
import { beginOrder, planNextPart } from './plan-parts.ts';
import { claimFor, planSent } from './plan-sent.ts';
import type { Ports, Run } from './ports.ts';

/** What became of orders. The state changes of `retryIds` must be delivered again. */
export interface CarriedOut {
  written: RosterMove[];
  retryIds: string[];
  sent: number;
  refused: number;
}

/** Claims, sends and records every order. Each order stands alone: trouble with one delays no other. */
export async function carryOut(
  sends: readonly Extract<Decision, { kind: 'send' }>[],
  { roster, commands, pulses, clock, log }: Ports,
  run: Run,
): Promise<CarriedOut> {
  const orders = groupOrders(
    sends.map(({ item }) => item),
    run.requestId,
  );
  const plannedOf = new Map(sends.map(({ stateChange, claim }) => [stateChange.instanceId, claim]));
  const earlier = await readEarlier(orders, commands, run.gap);
  const leaseUntil = clock.now() + run.settings.claimLeaseSeconds * 1000;
  const claims = await roster.move(orders.flatMap((order) => claimFor(order, plannedOf, leaseUntil)));
  const claimed = new Map(
    claims.written.flatMap(({ to }) => (to.status === 'claimed' ? [[to.instanceId, to] as const] : [])),
  );
  const carried: CarriedOut = { written: [], retryIds: unsettled(claims), sent: 0, refused: 0 };
  const pending: RosterMove[] = [];
  const write = async (moves: readonly RosterMove[]) => {
    const recorded = await roster.move(moves);
    carried.written.push(...recorded.written);
    // What was sent but not recorded keeps its claim. The state change comes back, and then the claim is
    // healed.
    carried.retryIds.push(...unsettled(recorded));
  };

  for (const order of orders) {
    const own = order.instanceIds.flatMap((instanceId) => claimed.get(instanceId) ?? []);
    const found = planFound(own, earlier.get(order.document) ?? [], clock.now());
    pending.push(...found);
    const foundIds = new Set(found.map(({ to }) => to.instanceId));
    const instanceIds = own.map(({ instanceId }) => instanceId).filter((id) => !foundIds.has(id));
    if (instanceIds.length === 0) continue;
    if (clock.now() > run.lastOrderAtMs) {
      // The claims stay until they expire. The state changes come back after that.
      carried.retryIds.push(...instanceIds);
      continue;
    }
    const result = await sendInParts({ ...order, instanceIds }, commands.send);
    for (const { kind, message, instanceIds: ids } of result.refused) {
      log.warn('order refused', { orderId: order.orderId, kind, answer: message, instanceIds: ids });
    }
    const nowMs = clock.now();
    if (result.refused.some(({ kind }) => kind === 'Throttled')) await pulses.noteThrottled(nowMs);
    const after = planSent(result, claimed, run.settings.lookTimes, nowMs);
    pending.push(...after.moves);
    carried.retryIds.push(...after.retryIds);
    carried.sent += result.sent.length;
    carried.refused += result.refused.length;
    // Record soon after each send, so that a stopped call leaves little to heal. Record in full batches,
    // which cost less.
    const full = pending.length - (pending.length % limits.statementsPerBatchMax);
    if (full > 0) await write(pending.splice(0, full));
  }
  await write(pending);
  return carried;
}

/** By document: the commands that were sent in the gap. They are read before anything is claimed. */
async function readEarlier(
  orders: readonly Order[],
  commands: Pick<Commands, 'sentWithin'>,
  gap: Gap | undefined,
): Promise<ReadonlyMap<string, readonly EarlierCommand[]>> {
  if (gap === undefined) return new Map();
  const documents = [...new Set(orders.map(({ document }) => document))];
  return new Map(
    await mapConcurrently(documents, callsAtOnce, async (document) => {
      return [document, await commands.sentWithin(document, gap)] as const;
    }),
  );
}

/** Sends an order, in more than one part if refusals require it. */
export async function sendInParts(order: Order, send: Commands['send']): Promise<OrderResult> {
  let progress = beginOrder(order);
  while (progress.next !== undefined) {
    progress = planNextPart(progress, await send(progress.next));
  }
  return progress.result;
}

/**
 * The instances to look at again: their moves were refused (somebody else moved the entry first) or got no
 * answer.
 */
export function unsettled(result: MoveResult): string[] {
  const moves = [...result.refused.map(({ move }) => move), ...result.unwritten];
  return moves.map((move) => move.to.instanceId);
}
