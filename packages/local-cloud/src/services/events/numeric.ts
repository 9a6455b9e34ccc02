import { PatternRefusal } from './pattern-refusal.ts';

/** EventBridge compares numbers between -5e9 and 5e9, to six decimals. */
const magnitudeMax = 5e9;

const comparisons = {
  '=': (value: number, bound: number) => value === bound,
  '<': (value: number, bound: number) => value < bound,
  '<=': (value: number, bound: number) => value <= bound,
  '>': (value: number, bound: number) => value > bound,
  '>=': (value: number, bound: number) => value >= bound,
} as const;

type Comparison = keyof typeof comparisons;

/** Whether EventBridge compares a number numerically. Larger numbers match only as text. */
export function isComparableNumber(value: number): boolean {
  return Math.abs(value) <= magnitudeMax;
}

/** The number of millionths above -5e9, which EventBridge compares instead of `value`. */
export function toComparable(value: number): number {
  if (!isComparableNumber(value)) {
    throw new PatternRefusal(`Value must be between -5.0E9 and 5.0E9, inclusive`);
  }
  return Math.floor(1e6 * (magnitudeMax + value));
}

/** Compiles `numeric`: one comparison, or a lower and an upper bound. Text never matches. */
export function compileNumericFilter(operand: unknown): (value: unknown) => boolean {
  if (!Array.isArray(operand)) throw new PatternRefusal('Value of numeric must be an array.');
  const terms: readonly unknown[] = operand;
  const first = readComparison(terms, 0);
  const isRange = terms.length > 2 && (first.comparison === '>' || first.comparison === '>=');
  const bounds = isRange ? [first, readUpperBound(terms, first.bound)] : [first];
  if (terms.length > bounds.length * 2) {
    throw new PatternRefusal(
      isRange ? 'Too many terms in numeric range expression' : 'Too many elements in numeric expression',
    );
  }
  return (value) => {
    if (typeof value !== 'number' || !isComparableNumber(value)) return false;
    const comparable = toComparable(value);
    return bounds.every(({ comparison, bound }) => comparisons[comparison](comparable, bound));
  };
}

function readComparison(terms: readonly unknown[], index: number): { comparison: Comparison; bound: number } {
  const [comparison, bound] = terms.slice(index, index + 2);
  if (typeof comparison !== 'string') {
    throw new PatternRefusal(`Invalid member in numeric match: ${JSON.stringify(comparison)}`);
  }
  if (!isComparison(comparison)) {
    throw new PatternRefusal(`Unrecognized numeric range operator: ${comparison}`);
  }
  if (typeof bound !== 'number') {
    throw new PatternRefusal(`Value of ${comparison === '=' ? 'equals' : comparison} must be numeric`);
  }
  return { comparison, bound: toComparable(bound) };
}

function readUpperBound(
  terms: readonly unknown[],
  bottom: number,
): { comparison: Comparison; bound: number } {
  const operator = terms[2];
  if (typeof operator !== 'string') {
    throw new PatternRefusal(`Bad value in numeric range: ${JSON.stringify(operator)}`);
  }
  if (operator !== '<' && operator !== '<=') {
    throw new PatternRefusal(`Bad numeric range operator: ${operator}`);
  }
  const upper = readComparison(terms, 2);
  if (bottom >= upper.bound) throw new PatternRefusal('Bottom must be less than top');
  return upper;
}

function isComparison(text: string): text is Comparison {
  return Object.hasOwn(comparisons, text);
}
