import type { Random } from '../../core/random.ts';
import type { Appointment, Timeline } from '../../core/timeline.ts';
import { numberText } from './decimal.ts';
import type { Table } from './dynamodb-table.ts';
import type { Attributes } from './row.ts';
import { isNumber } from './value.ts';

const hourMs = 3_600_000;

/**
 * The delay of a removal: "typically within two days", never at once. Source: DynamoDB developer guide, time to live.
 */
const delayMinMs = hourMs;
const delayMaxMs = 47 * hourMs;

/** An item that expired longer ago than this is never removed. Source: the same page. */
const ageMaxSeconds = 5 * 365 * 24 * 3600;

/**
 * Removes expired items some hours after they expire. It has an appointment only while some item has an expiry, so a
 * table without expiries does not keep the timeline busy.
 */
export class TimeToLive {
  readonly #timeline: Timeline;
  readonly #random: Random;
  readonly #attribute: string;
  #table: Table | undefined;
  #appointment: Appointment | undefined;

  constructor(options: { timeline: Timeline; random: Random; attribute: string }) {
    this.#timeline = options.timeline;
    this.#random = options.random;
    this.#attribute = options.attribute;
  }

  /** Sets the table. Called once, before any write. */
  attach(table: Table): void {
    this.#table = table;
  }

  /** Ends all removals. Items then stay. */
  stop(): void {
    this.#appointment?.cancel();
    this.#table = undefined;
  }

  /** Ensures that a sweep follows within two days of the expiry of a written item. */
  noticed(item: Attributes): void {
    const expiresMs = this.#expiresMs(item);
    if (expiresMs === undefined) return;
    const dueMs = Math.max(expiresMs, this.#timeline.nowMs);
    if (this.#appointment !== undefined && this.#appointment.atMs <= dueMs + delayMaxMs) return;
    this.#appointment?.cancel();
    const atMs = dueMs + this.#random.integer(delayMinMs, delayMaxMs);
    this.#appointment = this.#timeline.at(atMs, () => this.#sweep());
  }

  #sweep(): void {
    this.#appointment = undefined;
    const table = this.#table;
    if (table === undefined) return;
    const nowMs = this.#timeline.nowMs;
    for (const row of [...table.rows.forward(() => 0)]) {
      const expiresMs = this.#expiresMs(row.item);
      if (expiresMs !== undefined && expiresMs <= nowMs) table.delete(row);
      else this.noticed(row.item);
    }
  }

  /** When an item expires. Undefined if its attribute is missing, not a number, or more than five years ago. */
  #expiresMs(item: Attributes): number | undefined {
    const value = item.get(this.#attribute);
    if (!isNumber(value)) return undefined;
    const seconds = Number(numberText(value));
    if (seconds < this.#timeline.nowMs / 1000 - ageMaxSeconds) return undefined;
    return seconds * 1000;
  }
}
