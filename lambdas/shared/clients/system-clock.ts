/** The time, and pauses. No other place in the functions asks the machine for the time. */
export interface Clock {
  /** Now, in epoch milliseconds. */
  now(): number;
  /**
   * Resolves after `milliseconds`. Only for back-off of a second or two: longer waits are times in the
   * roster.
   */
  pause(milliseconds: number): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
