import type { Attributes } from '../row.ts';
import {
  compareScalars,
  equalValues,
  isList,
  isMap,
  isScalar,
  scalarKey,
  typeOf,
  type Value,
  ValueSet,
} from '../value.ts';
import type { Comparator, Condition, Operand, Path, Slots } from './expression-syntax.ts';

/** Whether a condition holds for an item. A missing item has no attributes. */
export function holds(condition: Condition, item: Attributes, slots: Slots): boolean {
  const value = (operand: Operand): Value | undefined => operandValue(operand, item, slots);
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item, slots) && holds(condition.right, item, slots);
    case 'or':
      return holds(condition.left, item, slots) || holds(condition.right, item, slots);
    case 'not':
      return !holds(condition.condition, item, slots);
    case 'exists':
      return valueAt(item, condition.path) !== undefined;
    case 'compare':
      return compares(condition.comparator, value(condition.left), value(condition.right));
    case 'between': {
      const operand = value(condition.operand);
      return compares('>=', operand, value(condition.low)) && compares('<=', operand, value(condition.high));
    }
    case 'in': {
      const operand = value(condition.operand);
      return condition.candidates.some((candidate) => compares('=', operand, value(candidate)));
    }
    case 'attribute_type': {
      const operand = value(condition.operand);
      return operand !== undefined && typeOf(operand) === value(condition.type);
    }
    case 'begins_with':
      return beginsWith(value(condition.left), value(condition.right));
    case 'contains':
      return contains(value(condition.left), value(condition.right));
  }
}

/** The value at a path, or undefined. */
export function valueAt(item: Attributes, path: Path): Value | undefined {
  let value = item.get(path[0]);
  for (let i = 1; i < path.length && value !== undefined; i++) {
    const step = path[i];
    if (typeof step === 'number') value = isList(value) ? value[step] : undefined;
    else if (step !== undefined) value = isMap(value) ? value.get(step) : undefined;
  }
  return value;
}

/** The value of an operand for an item, or undefined when its path leads nowhere or has no size. */
export function operandValue(operand: Operand, item: Attributes, slots: Slots): Value | undefined {
  switch (operand.kind) {
    case 'path':
      return valueAt(item, operand.path);
    case 'value':
      return slots[operand.slot];
    case 'literal':
      return operand.value;
    case 'size': {
      const value = operandValue(operand.of, item, slots);
      return value === undefined ? undefined : lengthOf(value);
    }
  }
}

/** Compares two values. A missing value is unequal to everything. An ordering needs two scalars of one type. */
function compares(comparator: Comparator, a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return comparator === '<>';
  if (comparator === '=') return equalValues(a, b);
  if (comparator === '<>') return !equalValues(a, b);
  if (!isScalar(a) || !isScalar(b) || typeOf(a) !== typeOf(b)) return false;
  const order = compareScalars(a, b);
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function beginsWith(value: Value | undefined, prefix: Value | undefined): boolean {
  if (typeof value === 'string') return typeof prefix === 'string' && value.startsWith(prefix);
  if (!(value instanceof Uint8Array) || !(prefix instanceof Uint8Array)) return false;
  return Buffer.compare(value.subarray(0, prefix.length), prefix) === 0;
}

function contains(value: Value | undefined, part: Value | undefined): boolean {
  if (value === undefined || part === undefined) return false;
  if (typeof value === 'string') return typeof part === 'string' && value.includes(part);
  if (value instanceof Uint8Array) {
    return part instanceof Uint8Array && Buffer.from(value).includes(Buffer.from(part));
  }
  if (value instanceof ValueSet) {
    return isScalar(part) && value.type === `${typeOf(part)}S` && value.members.has(scalarKey(part));
  }
  return isList(value) && value.some((item) => equalValues(item, part));
}

/**
 * `size()`: the characters of a string (recorded), the bytes of a binary, the members of a set, list or map. Undefined
 * for other types.
 */
function lengthOf(value: Value): number | undefined {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (value instanceof ValueSet) return value.members.size;
  if (isList(value)) return value.length;
  return isMap(value) ? value.size : undefined;
}
