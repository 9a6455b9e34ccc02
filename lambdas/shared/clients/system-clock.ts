/** The time, and pauses. No other place in the functions asks the machine for the time. */
export interface Clock {
  /** Now, in epoch milliseconds. */
  now(): number;
  /**
   * Resolves after `milliseconds`. Only for back-off of a second or two: longer waits are times in the
   * roster. It ends early when the signal is given.
   */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  pause: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end, { once: true });
      if (signal?.aborted) end();
    }),
};
