import crypto from 'node:crypto';
import type { Random } from '../core/random.ts';
import { NotEmulatedError } from '../core/service.ts';

/** The functions of `node:crypto` that draw keys and primes. */
const keyNames = [
  'generateKey',
  'generateKeyPair',
  'generateKeyPairSync',
  'generateKeySync',
  'generatePrime',
  'generatePrimeSync',
];

/**
 * `node:crypto` with seeded UUIDs, integers and bytes. Random keys are refused. So is work on threads, which takes real
 * time.
 */
export function localCrypto(random: Random): Readonly<Record<string, unknown>> {
  const refuse = () => {
    throw new NotEmulatedError('random keys in a function');
  };
  const refused = Object.fromEntries(keyNames.map((name) => [name, refuse]));
  return {
    ...{ ...crypto, ...refused, subtle: undefined, webcrypto: undefined },
    randomUUID: () => random.uuid(),
    randomInt: seededInt(random),
    ...seededBytes(random),
  };
}

/** The functions that draw bytes. Callbacks are not emulated. */
function seededBytes(random: Random): Readonly<Record<string, unknown>> {
  const fill = <Target extends ArrayBufferView>(target: Target, done?: unknown): Target => {
    if (typeof done === 'function') throw new NotEmulatedError('random bytes with a callback in a function');
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    for (let index = 0; index < bytes.length; index++) bytes[index] = random.integer(0, 255);
    return target;
  };
  const draw = (size: number, done?: unknown) => fill(Buffer.alloc(size), done);
  return {
    randomBytes: draw,
    pseudoRandomBytes: draw,
    randomFillSync: fill,
    randomFill: fill,
    getRandomValues: fill,
  };
}

/** `randomInt(max)` and `randomInt(min, max)`, whose result is below `max`. Callbacks are not emulated. */
function seededInt(random: Random): (first: number, second?: number) => number {
  return (first, second) => {
    const [min, max] = second === undefined ? [0, first] : [first, second];
    if (typeof max !== 'number') throw new NotEmulatedError('randomInt with a callback in a function');
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max <= min)
      throw new RangeError(
        `The value of "max" is out of range. It must be greater than the value of "min" (${min}). Received ${max}`,
      );
    return random.integer(min, max - 1);
  };
}
