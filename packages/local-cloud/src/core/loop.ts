import type { Timeline } from './timeline.ts';

/**
 * Moves virtual time, and lets the code of functions settle between steps.
 *
 * A step may resume a function's code, which continues in promises and ticks of the real process. None of those depend
 * on time or network, so all of them settle within one turn of Node's event loop. Time moves only after that. Steps
 * that resumed no code skip the turn, which makes a burst of a million state changes fast.
 */
export class Loop {
  readonly #timeline: Timeline;
  #hasEntered = false;
  #held: Promise<void>[] = [];
  #failure: Error | undefined;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Runs code of a function now. Its pending promises settle before the next step. */
  readonly enter = (action: () => void): void => {
    this.#hasEntered = true;
    action();
  };

  /** Lets time stand still until something real is over: a process of the machine. Its failure ends the run. */
  hold(work: Promise<void>): void {
    this.#hasEntered = true;
    this.#held.push(work);
  }

  /** Ends the run with an error, from code whose own errors would be swallowed. */
  readonly abort = (error: Error): void => {
    this.#failure ??= error;
  };

  /**
   * Takes steps until nothing is left, the next step is after `untilMs`, or `isDone` returns true. `isDone` is called
   * after every step. The virtual time is then that of the last step, or `untilMs` if that was reached.
   */
  async run(options: { untilMs?: number; isDone?: () => boolean } = {}): Promise<void> {
    const { untilMs = Number.POSITIVE_INFINITY, isDone } = options;
    if (this.#hasEntered) await this.#settle();
    this.#throwFailure();
    for (;;) {
      const nextMs = this.#timeline.nextMs;
      if (nextMs === undefined || nextMs > untilMs) break;
      this.#timeline.step();
      if (this.#hasEntered) await this.#settle();
      this.#throwFailure();
      if (isDone?.() === true) return;
    }
    if (Number.isFinite(untilMs)) this.#timeline.advanceTo(untilMs);
  }

  async #settle(): Promise<void> {
    this.#hasEntered = false;
    while (this.#held.length > 0) await Promise.all(this.#held.splice(0));
    await new Promise(setImmediate);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
