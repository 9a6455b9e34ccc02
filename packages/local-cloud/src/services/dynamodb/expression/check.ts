import { compareScalars, isScalar, typeOf, type Value, valueTypes } from '../value.ts';
import type { Condition, Operand, Slots } from './expression-syntax.ts';

/** Creates the validation error of one expression. */
type Invalid = (detail: string) => Error;

/** Refuses a condition whose given values are never valid, as AWS does before it reads any item. */
export function checkCondition(condition: Condition, slots: Slots, invalid: Invalid): void {
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
    case 'begins_with': {
      const prefix = given(condition.right, slots);
      if (prefix !== undefined) requireType('begins_with', prefix, ['S', 'B'], invalid);
      return;
    }
    case 'attribute_type':
      checkAttributeType(given(condition.type, slots), invalid);
      return;
    case 'exists':
    case 'in':
    case 'contains':
  }
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
  for (const operand of [condition.left, condition.right]) {
    const value = given(operand, slots);
    if (value !== undefined) requireType(condition.comparator, value, ['S', 'N', 'B'], invalid);
  }
}

function checkBetween(
  condition: Extract<Condition, { kind: 'between' }>,
  slots: Slots,
  invalid: Invalid,
): void {
  const low = given(condition.low, slots);
  const high = given(condition.high, slots);
  for (const bound of [low, high]) {
    if (bound !== undefined) requireType('BETWEEN', bound, ['S', 'N', 'B'], invalid);
  }
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
  requireType('attribute_type', type, ['S'], invalid);
  if (valueTypes.some((known) => known === type)) return;
  throw invalid(
    `Invalid attribute type name found; type: ${String(type)}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  );
}

function requireType(name: string, value: Value, types: readonly string[], invalid: Invalid): void {
  const actual = typeOf(value);
  if (types.includes(actual)) return;
  throw invalid(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${actual}`,
  );
}
