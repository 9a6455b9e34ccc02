import type { ManagedNode } from '../nodes/managed-node.ts';

/** How many documents an agent runs at once, and how many more it takes (amazon-ssm-agent, appconfig). */
const RUNNING_MAX = 5;
const WAITING_MAX = 5;

interface Slots<Order> {
  readonly upFromMs: number;
  running: number;
  readonly waiting: Order[];
}

/** What each agent has taken. An agent that starts anew has nothing. */
export class AgentSlots<Order> {
  readonly #slots = new WeakMap<ManagedNode, Slots<Order>>();

  /** Gives an order to the agent. It runs it, lets it wait, or refuses it because too many wait. */
  take(instance: ManagedNode, order: Order): 'runs' | 'waits' | 'refused' {
    const slots = this.#slotsOf(instance);
    if (slots.running < RUNNING_MAX) {
      slots.running++;
      return 'runs';
    }
    if (slots.waiting.length >= WAITING_MAX) return 'refused';
    slots.waiting.push(order);
    return 'waits';
  }

  /** A document that began at `startedMs` has ended. Gives the order that begins in its place. */
  free(instance: ManagedNode, startedMs: number): Order | undefined {
    const slots = this.#slotsOf(instance);
    if (startedMs < slots.upFromMs) return undefined;
    const next = slots.waiting.shift();
    if (next === undefined) slots.running--;
    return next;
  }

  /** Takes an order back that has not begun. */
  drop(instance: ManagedNode, isMeant: (order: Order) => boolean): void {
    const { waiting } = this.#slotsOf(instance);
    const place = waiting.findIndex(isMeant);
    if (place >= 0) waiting.splice(place, 1);
  }

  #slotsOf(instance: ManagedNode): Slots<Order> {
    const { upFromMs } = instance.agent;
    const known = this.#slots.get(instance);
    if (known?.upFromMs === upFromMs) return known;
    const fresh = { upFromMs, running: 0, waiting: [] };
    this.#slots.set(instance, fresh);
    return fresh;
  }
}
