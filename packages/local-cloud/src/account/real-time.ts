import type { LocalCloud } from './account.ts';

/** How often the clock on the wall is looked at. A request arriving in between is answered at once. */
const tickMs = 50;

/** What the clock on the wall says, in epoch milliseconds: when a cloud begins that is to be served in real time. */
export function wallClockMs(): number {
  return Date.now();
}

/**
 * Runs a cloud in real time: virtual time follows the clock on the wall, from the moment at which it is started. The
 * only other place besides the functions' own clock that knows what time it is outside.
 */
export class RealTime {
  readonly #cloud: LocalCloud;
  readonly #offsetMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isStepping = false;

  constructor(cloud: LocalCloud) {
    this.#cloud = cloud;
    this.#offsetMs = cloud.timeline.nowMs - wallClockMs();
  }

  /** Starts; `onError` hears of what ends the run. */
  start(onError: (error: unknown) => void): void {
    this.#timer = setInterval(() => this.catchUp().catch(onError), tickMs);
  }

  /** Stops; what was due later never happens. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Lets everything happen that is due by now. */
  async catchUp(): Promise<void> {
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      await this.#cloud.loop.run({ untilMs: wallClockMs() + this.#offsetMs });
    } finally {
      this.#isStepping = false;
    }
  }
}
