import { validation } from './dynamodb-errors.ts';

/**
 * DynamoDB numbers: 38 significant digits, magnitude 1E-130 to 9.99...E+125.
 *
 * A number that JavaScript prints exactly as DynamoDB does is stored as a `number`. Any other is a `Decimal` with its
 * canonical text. Both are ordered alike, because distinct numbers have distinct texts.
 */
export type NumberValue = number | Decimal;

/** A number that needs all its digits. `text` is plain decimal notation without superfluous zeros. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

interface Parts {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const digitsMax = 38;
const magnitudeMax = 125;
const magnitudeMin = -130;
const numberPattern = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;

/** Parses the text of an `N` value. Refuses text that is not a number, has more than 38 digits, or is out of range. */
export function parseNumber(text: string): NumberValue {
  const quick = Number(text);
  const isPlain = quick === 0 || (Math.abs(quick) >= 1e-6 && Math.abs(quick) < 1e21);
  if (isPlain && String(quick) === text) return quick;
  return fromParts(partsOf(text));
}

/** The canonical text of a number, which reads return. */
export function numberText(value: NumberValue): string {
  return typeof value === 'number' ? String(value) : value.text;
}

/** Negative when `a < b`, zero when equal, positive when `a > b`. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const difference = addParts(partsOf(numberText(a)), negate(partsOf(numberText(b)))).coefficient;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** `a + b`. Refuses a result with too many digits or out of range, as for a stored number. */
export function addNumbers(a: NumberValue, b: NumberValue): NumberValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) return sum;
  }
  return fromParts(addParts(partsOf(numberText(a)), partsOf(numberText(b))));
}

/** `a - b`. */
export function subtractNumbers(a: NumberValue, b: NumberValue): NumberValue {
  return addNumbers(a, fromParts(negate(partsOf(numberText(b)))));
}

/** The size of a number in bytes: one for every two significant digits, one more, and one for a sign. */
export function numberSizeBytes(value: NumberValue): number {
  const text = numberText(value);
  const digits = text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

function partsOf(text: string): Parts {
  const match = numberPattern.exec(text);
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || whole + fraction === '') {
    const shown = text === '' ? '' : `: ${text}`;
    throw validation(`The parameter cannot be converted to a numeric value${shown}`);
  }
  const exponent = Number(match[4] ?? '0') - fraction.length;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return { coefficient: 0n, exponent: 0 };
  const significant = digits.replace(/0+$/, '');
  const parts = {
    coefficient: BigInt(`${match[1] === '-' ? '-' : ''}${significant}`),
    exponent: exponent + digits.length - significant.length,
  };
  checkRange(significant, parts.exponent);
  return parts;
}

function checkRange(significant: string, exponent: number): void {
  const magnitude = significant.length - 1 + exponent;
  if (magnitude > magnitudeMax) {
    throw validation(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < magnitudeMin) {
    throw validation(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (significant.length > digitsMax) {
    throw validation(`Attempting to store more than ${digitsMax} significant digits in a Number`);
  }
}

function fromParts(parts: Parts): NumberValue {
  if (parts.coefficient === 0n) return 0;
  const sign = parts.coefficient < 0n ? '-' : '';
  const all = String(parts.coefficient < 0n ? -parts.coefficient : parts.coefficient);
  const digits = all.replace(/0+$/, '');
  const exponent = parts.exponent + all.length - digits.length;
  checkRange(digits, exponent);
  const text = sign + plainText(digits, exponent);
  const quick = Number(text);
  return String(quick) === text ? quick : new Decimal(text);
}

function plainText(digits: string, exponent: number): string {
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point > 0) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `0.${'0'.repeat(-point)}${digits}`;
}

function addParts(a: Parts, b: Parts): Parts {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (parts: Parts): bigint => parts.coefficient * 10n ** BigInt(parts.exponent - exponent);
  return { coefficient: scaled(a) + scaled(b), exponent };
}

function negate(parts: Parts): Parts {
  return { coefficient: -parts.coefficient, exponent: parts.exponent };
}
