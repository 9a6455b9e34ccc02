/**
 * Random numbers from one seed. Every source of randomness has its own named stream, so that one more draw in one place
 * changes nothing elsewhere.
 */

/** A random stream. The same seed and name give the same draws. */
export class Random {
  #state: number;

  constructor(seed: number | string) {
    this.#state = hash32(String(seed));
  }

  /** The stream for this seed and name. It does not depend on other draws. */
  static stream(seed: number, name: string): Random {
    return new Random(`${seed}/${name}`);
  }

  /** A number in [0, 1): mulberry32, 2^32 states. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, with equal probability. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('pick needs at least one item');
    return item;
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) text += eight(this.#bits());
    return text.slice(0, length);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const [first, second, third, fourth] = [this.#bits(), this.#bits(), this.#bits(), this.#bits()];
    const version = (second & 0x0fff) | 0x4000;
    const variant = ((third >>> 16) & 0x3fff) | 0x8000;
    const last = four(third) + eight(fourth);
    // `join` gives a flat string. A template literal would keep its parts in memory as long as the id.
    return [eight(first), four(second >>> 16), four(version), four(variant), last].join('-');
  }

  /** 32 bits, as a number from 0 on. */
  #bits(): number {
    return Math.floor(this.next() * 4294967296);
  }
}

/**
 * Every 16-bit number as four hexadecimal digits. A launch takes about ten UUIDs, and formatting them was the slowest
 * part.
 */
const fourDigits = Array.from({ length: 65_536 }, (_, number) => number.toString(16).padStart(4, '0'));

/** The lowest 16 bits as four hexadecimal digits. */
function four(bits: number): string {
  return fourDigits[bits & 0xffff] ?? '';
}

/** 32 bits as eight hexadecimal digits. */
function eight(bits: number): string {
  return four(bits >>> 16) + four(bits);
}

/** FNV-1a with a final mix: spreads similar names far apart. */
function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
