import { limits } from '../limits.ts';

/** One `SendCommand`: one document in one version, one set of parameters, at most 50 instances. */
export interface Order {
  readonly orderId: string;
  readonly document: string;
  readonly documentVersion: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly instanceIds: readonly string[];
  /** The roll-out whose errand it is; undefined for what belongs to a profile. */
  readonly rolloutId?: string;
}

/**
 * How long Systems Manager tries to start a command on an instance. The default is an hour. But an agent that
 * answered a moment ago takes a command within seconds, and any other is better asked again later.
 */
export const deliverySeconds = 600;

/** What one instance is to get: an order before it has its id and its instances. */
export interface OrderItem extends Omit<Order, 'orderId' | 'instanceIds'> {
  readonly instanceId: string;
}

/** How an order ended for its instances: each is in exactly one of the lists. */
export interface OrderResult {
  readonly sent: readonly (SendAnswer & { readonly instanceIds: readonly string[] })[];
  readonly refused: readonly OrderRefusal[];
}

/**
 * Why instances do not get a command:
 * `NotReady`: Systems Manager does not take this instance now; looking again later is right.
 * `UnsupportedPlatform`: the document is not for the system that the instance runs.
 * `DocumentRefused`: the document or its parameters are wrong; only a deployment mends it.
 * `Throttled`: nothing was sent; it may be tried again soon.
 * `Denied`: nothing was sent; the function lacks a permission or has no valid credentials.
 * `Unknown`: no answer came; a command may exist, and must be looked for before another is sent.
 */
export type RefusalKind =
  | 'NotReady'
  | 'UnsupportedPlatform'
  | 'DocumentRefused'
  | 'Throttled'
  | 'Denied'
  | 'Unknown';

/** The instances that were refused with a part of an order, and the message of Systems Manager. */
export interface OrderRefusal {
  readonly kind: RefusalKind;
  readonly instanceIds: readonly string[];
  readonly message: string;
}

/** A command that was taken, and when it was requested, by the clock of Systems Manager. */
export interface SendAnswer {
  readonly commandId: string;
  readonly requestedAtMs?: number;
}

/** The answer to one `SendCommand`: the command, or why there is none. */
export type OrderAnswer = SendAnswer | { readonly kind: RefusalKind; readonly message: string };

/**
 * Groups items into orders: one for each document, version and set of parameters, with at most 50 instances.
 * `orderIdPrefix` must be unique to the caller's run (the request id). An order id is the prefix and a
 * number, and for an errand its roll-out: two of them may send the same document.
 */
export function groupOrders(items: readonly OrderItem[], orderIdPrefix: string): Order[] {
  const groups = new Map<string, OrderItem[]>();
  for (const item of items) {
    const { document, documentVersion, parameters, rolloutId } = item;
    const key = JSON.stringify([document, documentVersion, parameters, rolloutId]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  const slices = [...groups.values()].flatMap((group) => chunk(group, limits.instancesPerCommandMax));
  return slices.flatMap((slice, index) => {
    const [first] = slice;
    if (first === undefined) return [];
    const { instanceId: _, ...what } = first;
    const instanceIds = slice.map((item) => item.instanceId);
    const ending = first.rolloutId === undefined ? '' : `/${first.rolloutId}`;
    return [{ ...what, orderId: `${orderIdPrefix}.${index + 1}${ending}`, instanceIds }];
  });
}

/** Cuts a list into runs of at most `size`. */
export function chunk<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}

/** The roll-out whose errand an order is; undefined for what belongs to a profile. */
export function rolloutOfOrder(orderId: string): string | undefined {
  return /\/(.+)$/.exec(orderId)?.[1];
}
