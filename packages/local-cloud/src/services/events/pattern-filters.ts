import { isInBlock, parseIpAddress } from '../../core/ip-address.ts';
import { isRecord } from '../../core/is-record.ts';
import { compileNumericFilter, isComparableNumber, toComparable } from './numeric.ts';
import { PatternRefusal } from './pattern-refusal.ts';
import { compileWildcards } from './wildcard.ts';

/** A leaf value of an event. */
export type Scalar = string | number | boolean | null;

/** The filter of one field of a pattern. It tests leaf values, and may accept that the field is absent. */
export interface FieldFilter {
  readonly acceptsAbsence: boolean;
  accepts(value: Scalar): boolean;
}

type Test = (value: Scalar) => boolean;

/** Compiles the list of a field in a pattern. The field matches if any member does. */
export function compileField(members: readonly unknown[]): FieldFilter {
  if (members.length === 0) throw new PatternRefusal('Empty arrays are not allowed');
  const exact = new Set<Scalar>();
  const wildcards: string[] = [];
  const tests: Test[] = [];
  let acceptsAbsence = false;
  for (const member of members) {
    if (isScalar(member)) {
      exact.add(member);
      tests.push(...furtherTests(member));
      continue;
    }
    const [operator, operand] = readExpression(member);
    if (operator === 'exists' && operand === false) acceptsAbsence = true;
    else if (operator === 'wildcard')
      wildcards.push(readString(operand, 'wildcard match pattern must be a string'));
    else tests.push(compileTest(operator, operand));
  }
  if (wildcards.length > 0) tests.push(onText(compileWildcards(wildcards)));
  const accepts: Test = (value) => exact.has(value) || tests.some((test) => test(value));
  return { acceptsAbsence, accepts };
}

/** IP addresses match in any notation, and numbers to six decimals. */
function furtherTests(member: Scalar): Test[] {
  if (typeof member === 'number' && isComparableNumber(member)) return [compileNumericFilter(['=', member])];
  const address = typeof member === 'string' ? parseIpAddress(member) : undefined;
  if (address === undefined) return [];
  return [onText((text) => parseIpAddress(text)?.value === address.value)];
}

function readExpression(member: unknown): [string, unknown] {
  if (!isRecord(member)) {
    throw new PatternRefusal('Match value must be String, number, true, false, or null');
  }
  const [entry, ...rest] = Object.entries(member);
  if (entry === undefined) throw new PatternRefusal('Match expression name not found');
  if (rest.length > 0) throw new PatternRefusal('Only one key allowed in match expression');
  return entry;
}

function compileTest(operator: string, operand: unknown): Test {
  switch (operator) {
    case 'exists':
      if (operand !== true) throw new PatternRefusal('exists match pattern must be either true or false.');
      return () => true;
    case 'prefix':
    case 'suffix':
      return compileAffix(operator, operand);
    case 'equals-ignore-case': {
      const wanted = readString(operand, 'equals-ignore-case match pattern must be a string').toLowerCase();
      return onText((text) => text.toLowerCase() === wanted);
    }
    case 'numeric':
      return compileNumericFilter(operand);
    case 'cidr':
      return compileCidr(operand);
    case 'anything-but':
      return compileAnythingBut(operand);
    default:
      throw new PatternRefusal(`Unrecognized match type ${operator}`);
  }
}

function compileAffix(side: 'prefix' | 'suffix', operand: unknown): Test {
  const hasAffix = (text: string, affix: string) =>
    side === 'prefix' ? text.startsWith(affix) : text.endsWith(affix);
  if (!isRecord(operand)) {
    const affix = readString(operand, `${side} match pattern must be a string`);
    return onText((text) => hasAffix(text, affix));
  }
  const [operator, nested] = readExpression(operand);
  if (operator !== 'equals-ignore-case') {
    throw new PatternRefusal(`Unsupported ${side} pattern: ${operator}`);
  }
  const affix = readString(nested, 'equals-ignore-case match pattern must be a string').toLowerCase();
  return onText((text) => hasAffix(text.toLowerCase(), affix));
}

/**
 * Compiles `cidr`. EventBridge accepts prefix lengths up to 31 (IPv4) and 127 (IPv6). A single address is written
 * without `cidr`.
 */
function compileCidr(operand: unknown): Test {
  const text = readString(operand, 'prefix match pattern must be a string');
  const [address, length, ...rest] = text.split('/');
  if (address === undefined || length === undefined || rest.length > 0) {
    throw new PatternRefusal("Malformed CIDR, one '/' required");
  }
  if (!/^[+-]?\d+$/.test(length)) throw new PatternRefusal('Malformed CIDR, mask bits must be an integer');
  if (Number(length) < 0) throw new PatternRefusal('Malformed CIDR, mask bits must not be negative');
  const base = parseIpAddress(address);
  if (base === undefined) throw new PatternRefusal(`Nonstandard IP address: ${address}`);
  if (Number(length) >= base.bits) {
    throw new PatternRefusal(`IPv${base.bits === 32 ? 4 : 6} mask bits must be < ${base.bits}`);
  }
  const block = { base, prefixLength: Number(length) };
  return onText((candidate) => {
    const parsed = parseIpAddress(candidate);
    return parsed !== undefined && isInBlock(parsed, block);
  });
}

const anythingButForms = 'Value of anything-but must be an array or single string/number value.';

/** Compiles `anything-but`: every value except those listed. Values of another type and null match too. */
function compileAnythingBut(operand: unknown): Test {
  if (!isRecord(operand)) return compileAnythingButValues(operand);
  const [operator, nested] = readExpression(operand);
  const values = Array.isArray(nested) ? nested : [nested];
  switch (operator) {
    case 'prefix':
    case 'suffix':
      // `equals-ignore-case` does not nest here. Recorded.
      if (isRecord(nested)) throw new PatternRefusal(anythingButForms);
      return noneOf(values, (value) => compileAffix(operator, readAffix(value)));
    case 'equals-ignore-case': {
      const refusal =
        'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.';
      return noneOf(values, (value) => compileTest(operator, readString(value, refusal)));
    }
    case 'wildcard': {
      const wildcards = values.map((value) => readString(value, 'wildcard match pattern must be a string'));
      if (wildcards.length === 0) throw new PatternRefusal('Empty arrays are not allowed');
      const matches = onText(compileWildcards(wildcards));
      return (value) => !matches(value);
    }
    default:
      throw new PatternRefusal(`Unsupported anything-but pattern: ${operator}`);
  }
}

function compileAnythingButValues(operand: unknown): Test {
  if (!Array.isArray(operand) && typeof operand !== 'string' && typeof operand !== 'number') {
    throw new PatternRefusal(anythingButForms);
  }
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw new PatternRefusal('Inside anything but list, start|null|boolean is not supported.');
  }
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    throw new PatternRefusal(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const excluded = new Set<Scalar>(
    values.map((value) => (typeof value === 'number' ? toComparable(value) : value)),
  );
  return (value) =>
    !excluded.has(typeof value === 'number' && isComparableNumber(value) ? toComparable(value) : value);
}

function noneOf(values: readonly unknown[], compile: (value: unknown) => Test): Test {
  if (values.length === 0) throw new PatternRefusal('Empty arrays are not allowed');
  const tests = values.map(compile);
  return (value) => !tests.some((test) => test(value));
}

function readAffix(value: unknown): string {
  const affix = readString(value, 'prefix/suffix match pattern must be a string');
  if (affix === '') throw new PatternRefusal('Null prefix/suffix not allowed');
  return affix;
}

function readString(value: unknown, refusal: string): string {
  if (typeof value !== 'string') throw new PatternRefusal(refusal);
  return value;
}

function onText(test: (text: string) => boolean): Test {
  return (value) => typeof value === 'string' && test(value);
}

/** Whether a value is a leaf, which a pattern can compare. */
export function isScalar(value: unknown): value is Scalar {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

/** Whether a value is a JSON object (not null, not an array). */
