import type { Host } from '../../../core/host.ts';
import type { Command } from './command.ts';

/** How long commands are kept (recalled from AWS, unverified). */
const HISTORY_MS = 30 * 86_400_000;

/** The commands of the last 30 days, in the order in which they were sent. */
export class CommandLog {
  readonly #host: Host;
  readonly #byId = new Map<string, Command>();
  #next = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The sequence number of the next command. It is a permanent position in the log. */
  nextSequence(): number {
    return this.#next++;
  }

  /** Keeps a command for 30 days. */
  add(command: Command): void {
    this.#byId.set(command.request.id, command);
  }

  /** A command that is visible to reads, or undefined. */
  find(id: string): Command | undefined {
    this.#forget();
    const command = this.#byId.get(id);
    return command !== undefined && command.request.visibleFromMs <= this.#host.timeline.nowMs
      ? command
      : undefined;
  }

  /** The commands that are visible to reads, newest first. */
  newestFirst(): Command[] {
    this.#forget();
    const nowMs = this.#host.timeline.nowMs;
    return [...this.#byId.values()].filter(({ request }) => request.visibleFromMs <= nowMs).reverse();
  }

  #forget(): void {
    const untilMs = this.#host.timeline.nowMs - HISTORY_MS;
    for (const [id, command] of this.#byId) {
      if (command.request.requestedMs > untilMs) return;
      this.#byId.delete(id);
    }
  }
}
