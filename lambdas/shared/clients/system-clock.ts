/** The time, and waiting for it to pass. The only place in the functions that asks the machine. */
export interface Clock {
  /** Now, in epoch milliseconds. */
  now(): number;
  /** Resolves after `milliseconds`. Only for back-off of a second or two: longer waits are data in the roster. */
  pause(milliseconds: number): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
