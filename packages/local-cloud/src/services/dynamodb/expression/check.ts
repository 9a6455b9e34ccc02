import { compareScalars, isScalar, typeOf, type Value, type ValueType, valueTypes } from '../value.ts';
import { operandsOf } from './condition-paths.ts';
import { type Condition, type Operand, pathText, type Slots } from './expression-syntax.ts';

/** Creates the validation error of one expression. */
type Invalid = (detail: string) => Error;

/** Refuses a condition whose given values are never valid, as AWS does before it reads any item. */
export function checkCondition(condition: Condition, slots: Slots, invalid: Invalid): void {
  for (const operand of operandsOf(condition)) checkSize(operand, slots, invalid);
  switch (condition.kind) {
    case 'and':
    case 'or':
      checkCondition(condition.left, slots, invalid);
      checkCondition(condition.right, slots, invalid);
      return;
    case 'not':
      checkCondition(condition.condition, slots, invalid);
      return;
    case 'compare':
      checkCompare(condition, slots, invalid);
      return;
    case 'between':
      checkBetween(condition, slots, invalid);
      return;
    case 'begins_with':
      for (const operand of [condition.left, condition.right])
        requireType('begins_with', typeIn(operand, slots), ['S', 'B'], invalid);
      refuseSame(condition, invalid);
      return;
    case 'contains':
      refuseSame(condition, invalid);
      return;
    case 'attribute_type':
      requireType('attribute_type', typeIn(condition.type, slots), ['S'], invalid);
      checkAttributeType(given(condition.type, slots), invalid);
      return;
    case 'exists':
    case 'in':
  }
}

/** The type of an operand, or undefined if it depends on the item. */
function typeIn(operand: Operand, slots: Slots): ValueType | undefined {
  if (operand.kind === 'size') return 'N';
  const value = given(operand, slots);
  return value === undefined ? undefined : typeOf(value);
}

/** Refuses `size` of a value that never has one. */
function checkSize(operand: Operand, slots: Slots, invalid: Invalid): void {
  if (operand.kind !== 'size') return;
  checkSize(operand.of, slots, invalid);
  requireType('size', typeIn(operand.of, slots), ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'], invalid);
}

function refuseSame(
  { kind, left, right }: Extract<Condition, { kind: 'begins_with' | 'contains' }>,
  invalid: Invalid,
): void {
  if (left.kind !== 'path' || right.kind !== 'path' || pathText(left.path) !== pathText(right.path)) return;
  throw invalid(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${kind}, first operand: ${pathText(left.path)}`,
  );
}

/** The value of an operand, or undefined if it depends on the item. */
export function given(operand: Operand, slots: Slots): Value | undefined {
  if (operand.kind === 'literal') return operand.value;
  return operand.kind === 'value' ? slots[operand.slot] : undefined;
}

function checkCompare(
  condition: Extract<Condition, { kind: 'compare' }>,
  slots: Slots,
  invalid: Invalid,
): void {
  if (condition.comparator === '=' || condition.comparator === '<>') return;
  for (const operand of [condition.left, condition.right])
    requireType(condition.comparator, typeIn(operand, slots), ['S', 'N', 'B'], invalid);
}

function checkBetween(
  condition: Extract<Condition, { kind: 'between' }>,
  slots: Slots,
  invalid: Invalid,
): void {
  const low = given(condition.low, slots);
  const high = given(condition.high, slots);
  for (const bound of [condition.low, condition.high])
    requireType('BETWEEN', typeIn(bound, slots), ['S', 'N', 'B'], invalid);
  if (!isScalar(low) || !isScalar(high)) return;
  if (typeOf(low) !== typeOf(high)) {
    throw invalid(
      `The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {${typeOf(low)}:${String(low)}}, upper bound operand: AttributeValue: {${typeOf(high)}:${String(high)}}`,
    );
  }
  if (compareScalars(low, high) <= 0) return;
  throw invalid(
    `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {${typeOf(low)}:${String(low)}}, upper bound operand: AttributeValue: {${typeOf(high)}:${String(high)}}`,
  );
}

function checkAttributeType(type: Value | undefined, invalid: Invalid): void {
  if (type === undefined) throw invalid('attribute_type requires a value as its second operand');
  if (valueTypes.some((known) => known === type)) return;
  throw invalid(
    `Invalid attribute type name found; type: ${String(type)}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  );
}

function requireType(
  name: string,
  actual: ValueType | undefined,
  types: readonly ValueType[],
  invalid: Invalid,
): void {
  if (actual === undefined || types.includes(actual)) return;
  throw invalid(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${actual}`,
  );
}
