import type { LocalCloud } from './account.ts';

/** The period at which virtual time catches up with the system clock. Requests in between do not wait for it. */
const tickMs = 50;

/** The system time in epoch milliseconds: the start time of a cloud that runs in real time. */
export function wallClockMs(): number {
  return Date.now();
}

/**
 * Runs a cloud in real time: from its start on, virtual time follows the system clock. Apart from the clock of the
 * functions, this is the only place that reads it.
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

  /** Starts. `onError` receives the error that ends the run. */
  start(onError: (error: unknown) => void): void {
    this.#timer = setInterval(() => this.catchUp().catch(onError), tickMs);
  }

  /** Stops. Later appointments never happen. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** Runs everything that is due by now. */
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
