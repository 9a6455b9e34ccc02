import type { Appointment, Timeline } from '../core/timeline.ts';

/** The timers of one sandbox on virtual time. Pending timers of a killed sandbox never run. */
export interface VirtualTimers {
  readonly setTimeout: (
    action: (...args: unknown[]) => void,
    delayMs?: number,
    ...args: unknown[]
  ) => TimerHandle;
  readonly setInterval: (
    action: (...args: unknown[]) => void,
    delayMs?: number,
    ...args: unknown[]
  ) => TimerHandle;
  readonly setImmediate: (action: (...args: unknown[]) => void, ...args: unknown[]) => TimerHandle;
  readonly clear: (handle: unknown) => void;
  readonly clearAll: () => void;
}

/** What Node.js timer functions return: a handle with the methods that libraries call on it. */
interface TimerHandle {
  ref(): TimerHandle;
  unref(): TimerHandle;
  hasRef(): boolean;
  [Symbol.toPrimitive](): number;
}

/** Timers whose actions run through `enter`, which records that code of the sandbox has run. */
export function virtualTimers(timeline: Timeline, enter: (action: () => void) => void): VirtualTimers {
  const pending = new Map<TimerHandle, Appointment>();
  let count = 0;

  const create = (): TimerHandle => {
    const id = ++count;
    const handle: TimerHandle = {
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
      [Symbol.toPrimitive]: () => id,
    };
    return handle;
  };

  const later = (handle: TimerHandle, delayMs: number, action: () => void): TimerHandle => {
    const appointment = timeline.after(delayMs, () => {
      pending.delete(handle);
      enter(action);
    });
    pending.set(handle, appointment);
    return handle;
  };

  return {
    setTimeout: (action, delayMs = 0, ...args) => later(create(), readDelay(delayMs), () => action(...args)),
    setImmediate: (action, ...args) => later(create(), 0, () => action(...args)),
    setInterval: (action, delayMs = 0, ...args) => {
      const handle = create();
      const again = () => {
        later(handle, readDelay(delayMs), again);
        action(...args);
      };
      return later(handle, readDelay(delayMs), again);
    },
    clear: (handle) => {
      for (const [known, appointment] of findTimer(pending, handle)) {
        appointment.cancel();
        pending.delete(known);
      }
    },
    clearAll: () => {
      for (const appointment of pending.values()) appointment.cancel();
      pending.clear();
    },
  };
}

/** The longest delay of Node.js timers; a longer one is 1 ms. */
const delayMsMax = 2 ** 31 - 1;

/** A delay as Node.js interprets it: whole milliseconds, and 1 for a value that is lower, too large or not a number. */
function readDelay(delayMs: number): number {
  return delayMs >= 1 && delayMs <= delayMsMax ? Math.trunc(delayMs) : 1;
}

/** Finds a timer by its handle or number. The SDK clears -1, which is no timer. */
function findTimer(
  pending: ReadonlyMap<TimerHandle, Appointment>,
  handle: unknown,
): [TimerHandle, Appointment][] {
  return [...pending].filter(
    ([known]) => known === handle || (typeof handle === 'number' && Number(known) === handle),
  );
}

/** A `Date` with the virtual time as now. Dates from arguments are ordinary dates. */
export function virtualDate(nowMs: () => number): DateConstructor {
  const virtual: DateConstructor = new Proxy(Date, {
    construct: (target, args: [], newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [nowMs()] : args,
        newTarget === virtual ? target : newTarget,
      ),
    apply: () => new Date(nowMs()).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? nowMs : Reflect.get(target, property, receiver),
  });
  return virtual;
}

/** The modules of Node.js that are about timers, by their names. */
export function timerModules(virtual: VirtualTimers): Readonly<Record<string, unknown>> {
  return {
    timers: {
      setTimeout: virtual.setTimeout,
      setInterval: virtual.setInterval,
      setImmediate: virtual.setImmediate,
      clearTimeout: virtual.clear,
      clearInterval: virtual.clear,
      clearImmediate: virtual.clear,
    },
    'timers/promises': {
      setTimeout: (delayMs: number, value?: unknown) =>
        new Promise((resolve) => virtual.setTimeout(resolve, delayMs, value)),
      setImmediate: (value?: unknown) => new Promise((resolve) => virtual.setImmediate(resolve, value)),
    },
  };
}
