/**
 * Packs text as gzip (RFC 1951 and 1952), always into the same bytes. That of Node.js gives other bytes with another
 * version or processor, and each would be a new version of a document. The codes are the fixed ones.
 */
export function gzip(bytes: Uint8Array): Buffer {
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(bytes), 0);
  tail.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, deflate(bytes), tail]);
}

/** A repetition: so many bytes, from so far back. */
interface Match {
  readonly length: number;
  readonly distance: number;
}

const lengthMin = 3;
const lengthMax = 258;
const distanceMax = 32_768;
/** How many earlier places are looked at, for the sake of speed. */
const placesMax = 200;
const nothing: Match = { length: 0, distance: 0 };

function deflate(bytes: Uint8Array): Buffer {
  const bits = new BitWriter();
  const matcher = new Matcher(bytes);
  bits.write(0b011, 3); // the last block, with the fixed codes
  let at = 0;
  while (at < bytes.length) {
    const match = matcher.find(at);
    // One byte later there may be a longer one.
    if (match.length >= lengthMin && matcher.find(at + 1).length <= match.length) {
      writeMatch(bits, match);
      matcher.pass(at, match.length);
      at += match.length;
    } else {
      writeSymbol(bits, bytes[at] ?? 0);
      matcher.pass(at, 1);
      at += 1;
    }
  }
  writeSymbol(bits, 256);
  return bits.end();
}

/** Finds repetitions by their first three bytes. */
class Matcher {
  readonly #places = new Map<number, number[]>();

  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The longest of the earlier places that begin like this one. */
  find(at: number): Match {
    let best = nothing;
    for (const place of (this.#places.get(this.#keyAt(at)) ?? []).slice(-placesMax)) {
      let length = 0;
      while (
        length < lengthMax &&
        at + length < this.#bytes.length &&
        this.#isSame(place + length, at + length)
      )
        length += 1;
      if (at - place <= distanceMax && length >= Math.max(best.length, lengthMin))
        best = { length, distance: at - place };
    }
    return best;
  }

  /** Makes places known that have been written. */
  pass(at: number, count: number): void {
    for (let place = at; place < at + count; place += 1) {
      const key = this.#keyAt(place);
      const places = this.#places.get(key);
      if (places === undefined) this.#places.set(key, [place]);
      else places.push(place);
    }
  }

  #isSame(one: number, other: number): boolean {
    return this.#bytes[one] === this.#bytes[other];
  }

  #keyAt(at: number): number {
    const [one = 0, two = 0, three = 0] = this.#bytes.subarray(at, at + lengthMin);
    return (one << 16) | (two << 8) | three;
  }
}

class BitWriter {
  readonly #bytes: number[] = [];
  #held = 0;
  #count = 0;

  /** Writes so many bits, the lowest first. */
  write(value: number, count: number): void {
    this.#held |= value << this.#count;
    this.#count += count;
    for (; this.#count >= 8; this.#count -= 8) {
      this.#bytes.push(this.#held & 0xff);
      this.#held >>>= 8;
    }
  }

  /** Writes a code, whose highest bit comes first. */
  writeCode(code: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit -= 1) this.write((code >> bit) & 1, 1);
  }

  end(): Buffer {
    return Buffer.from(this.#count > 0 ? [...this.#bytes, this.#held & 0xff] : this.#bytes);
  }
}

function writeSymbol(bits: BitWriter, symbol: number): void {
  if (symbol < 144) bits.writeCode(0x30 + symbol, 8);
  else if (symbol < 256) bits.writeCode(0x190 + symbol - 144, 9);
  else if (symbol < 280) bits.writeCode(symbol - 256, 7);
  else bits.writeCode(0xc0 + symbol - 280, 8);
}

function writeMatch(bits: BitWriter, { length, distance }: Match): void {
  const ofLength = length === lengthMax ? { symbol: 28, extra: 0, rest: 0 } : stepOf(length - lengthMin, 4);
  writeSymbol(bits, 257 + ofLength.symbol);
  bits.write(ofLength.rest, ofLength.extra);
  const ofDistance = stepOf(distance - 1, 2);
  bits.writeCode(ofDistance.symbol, 5);
  bits.write(ofDistance.rest, ofDistance.extra);
}

/** The symbols of lengths and distances: so many for each power of two, the rest in extra bits. */
function stepOf(value: number, perPower: number): { symbol: number; extra: number; rest: number } {
  if (value < 2 * perPower) return { symbol: value, extra: 0, rest: 0 };
  const extra = Math.floor(Math.log2(value / perPower));
  return {
    symbol: extra * perPower + Math.floor(value / 2 ** extra),
    extra,
    rest: value % 2 ** extra,
  };
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
