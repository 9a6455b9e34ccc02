import type { Order, OrderAnswer, OrderResult, RefusalKind } from '../shared/domain/commands/order.ts';

/** The progress of an order, which may have to be sent in parts. */
export interface OrderProgress {
  /** The part to send next; undefined when the order is done. */
  readonly next: Order | undefined;
  readonly waiting: readonly Part[];
  /** What became of the parts so far. */
  readonly result: OrderResult;
}

/** A second half, and what must be known about the first half before it is sent. */
interface Part {
  readonly order: Order;
  readonly firstIds: readonly string[];
  readonly refusal: Refusal;
}

type Refusal = Extract<OrderAnswer, { readonly kind: RefusalKind }>;

/** Refusals that one instance among many may cause. */
const kindsOfOneInstance: readonly RefusalKind[] = ['NotReady', 'UnsupportedPlatform', 'Denied'];

/** An order before anything of it was sent. */
export function beginOrder(order: Order): OrderProgress {
  return { next: order, waiting: [], result: { sent: [], refused: [] } };
}

/**
 * Decides what to send after the answer to the latest part. One refused instance fails the whole call, and
 * the answer does not name it. A refused part is therefore halved until that instance is alone.
 */
export function planNextPart({ next, waiting, result }: OrderProgress, answer: OrderAnswer): OrderProgress {
  if (next === undefined) return { next, waiting, result };
  const { instanceIds } = next;
  if ('commandId' in answer) {
    return takeWaiting(waiting, { ...result, sent: [...result.sent, { ...answer, instanceIds }] });
  }
  if (instanceIds.length === 1 || !kindsOfOneInstance.includes(answer.kind))
    return takeWaiting(waiting, refuse(result, answer, instanceIds));
  const middle = Math.ceil(instanceIds.length / 2);
  const firstIds = instanceIds.slice(0, middle);
  const second = { order: { ...next, instanceIds: instanceIds.slice(middle) }, firstIds, refusal: answer };
  return { next: { ...next, instanceIds: firstIds }, waiting: [second, ...waiting], result };
}

function takeWaiting(waiting: readonly Part[], result: OrderResult): OrderProgress {
  const [part, ...others] = waiting;
  if (part === undefined) return { next: undefined, waiting, result };
  if (!isDocumentDenied(part, result)) return { next: part.order, waiting: others, result };
  return takeWaiting(others, refuse(result, part.refusal, part.order.instanceIds));
}

/** If nothing of the first half may be sent, the document is denied, and not an instance. */
function isDocumentDenied({ refusal, firstIds }: Part, { sent }: OrderResult): boolean {
  if (refusal.kind !== 'Denied' || firstIds.length === 1) return false;
  return !sent.some(({ instanceIds }) => instanceIds.some((id) => firstIds.includes(id)));
}

function refuse(
  result: OrderResult,
  { kind, message }: Refusal,
  instanceIds: readonly string[],
): OrderResult {
  return { ...result, refused: [...result.refused, { kind, instanceIds, message }] };
}
