import { addNumbers, subtractNumbers } from '../decimal.ts';
import { validation } from '../dynamodb-errors.ts';
import type { Attributes } from '../row.ts';
import { isList, isMap, isNumber, scalarKey, typeOf, type Value, ValueSet } from '../value.ts';
import { valueAt } from './evaluate-condition.ts';
import type { Computed, Path, Slots, UpdateAction } from './expression-syntax.ts';

/** The input of an update: the attributes before it, which it does not change, and the values of the request. */
interface Source {
  readonly item: Attributes;
  readonly slots: Slots;
}

/** The attributes after an update. Every action sees the attributes before the update, in any order. */
export function applyUpdate(
  actions: readonly UpdateAction[],
  before: Attributes,
  slots: Slots,
): Map<string, Value> {
  const source = { item: before, slots };
  const results = actions.map((action) => ({ path: action.path, value: resultOf(action, source) }));
  const after = new Map<string, Value>();
  before.forEach((value, name) => {
    after.set(name, value);
  });
  const sets = results.filter((result) => result.value !== undefined);
  const removals = results.filter((result) => result.value === undefined);
  for (const { path, value } of sets.sort((a, b) => lastIndex(a.path) - lastIndex(b.path))) {
    if (value !== undefined) replaceTop(after, path, value);
  }
  for (const { path } of removals.sort((a, b) => lastIndex(b.path) - lastIndex(a.path))) {
    replaceTop(after, path, undefined);
  }
  return after;
}

/** The new value at the path of an action. Undefined removes the path. */
function resultOf(action: UpdateAction, source: Source): Value | undefined {
  if (action.kind === 'REMOVE') return undefined;
  const operand = compute(action.value, source);
  if (action.kind === 'SET') return operand;
  const current = valueAt(source.item, action.path);
  return action.kind === 'ADD' ? added(current, operand) : reduced(current, operand);
}

function compute(computed: Computed, source: Source): Value {
  switch (computed.kind) {
    case 'literal':
      return computed.value;
    case 'value':
      return present(source.slots[computed.slot]);
    case 'path':
      return present(valueAt(source.item, computed.path));
    case 'if_not_exists': {
      const current = valueAt(source.item, computed.path);
      return current === undefined ? compute(computed.otherwise, source) : current;
    }
  }
  const left = compute(computed.left, source);
  const right = compute(computed.right, source);
  switch (computed.kind) {
    case '+':
    case '-':
      if (!isNumber(left) || !isNumber(right)) throw wrongType();
      return computed.kind === '+' ? addNumbers(left, right) : subtractNumbers(left, right);
    case 'list_append':
      if (!isList(left) || !isList(right)) throw wrongType();
      return [...left, ...right];
    case 'set_add':
      if (!(left instanceof ValueSet)) throw wrongType();
      return added(left, right);
    case 'set_delete': {
      if (!(left instanceof ValueSet)) throw wrongType();
      const rest = reduced(left, right);
      if (rest === undefined) throw wrongType();
      return rest;
    }
  }
}

function added(current: Value | undefined, operand: Value): Value {
  if (isNumber(operand)) {
    if (current === undefined) return operand;
    if (isNumber(current)) return addNumbers(current, operand);
  }
  if (operand instanceof ValueSet) {
    if (current === undefined) return operand;
    if (current instanceof ValueSet && current.type === operand.type) {
      return new ValueSet(current.type, [...current.members.values(), ...operand.members.values()]);
    }
  }
  throw wrongType();
}

function reduced(current: Value | undefined, operand: Value): Value | undefined {
  if (current === undefined) return undefined;
  if (!(current instanceof ValueSet) || !(operand instanceof ValueSet) || current.type !== operand.type) {
    throw wrongType();
  }
  const members = [...current.members.values()].filter((member) => !operand.members.has(scalarKey(member)));
  return members.length === 0 ? undefined : new ValueSet(current.type, members);
}

function replaceTop(attributes: Map<string, Value>, path: Path, value: Value | undefined): void {
  const [name, ...rest] = path;
  const result = replaced(attributes.get(name), rest, value);
  if (result === undefined) attributes.delete(name);
  else attributes.set(name, result);
}

/** Copies a document and replaces or removes the value at `steps`. Its parents must exist and have the right type. */
function replaced(
  document: Value | undefined,
  steps: readonly (string | number)[],
  value: Value | undefined,
): Value | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!isList(document)) throw invalidPath();
    const result = replaced(document[step], rest, value);
    const copy = [...document];
    if (result === undefined) copy.splice(step, 1);
    else copy[Math.min(step, copy.length)] = result;
    return copy;
  }
  if (!isMap(document)) throw invalidPath();
  const result = replaced(document.get(step), rest, value);
  const copy = new Map(document);
  if (result === undefined) copy.delete(step);
  else copy.set(step, result);
  return copy;
}

function lastIndex(path: Path): number {
  const last = path.at(-1);
  return typeof last === 'number' ? last : -1;
}

function present(value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw validation('The provided expression refers to an attribute that does not exist in the item');
}

function wrongType(): Error {
  return validation('An operand in the update expression has an incorrect data type');
}

function invalidPath(): Error {
  return validation('The document path provided in the update expression is invalid for update');
}

/** Refuses ADD and DELETE with an operand of a type that is never allowed. */
export function checkUpdate(
  actions: readonly UpdateAction[],
  slots: Slots,
  invalid: (detail: string) => Error,
): void {
  for (const action of actions) {
    if (action.kind !== 'ADD' && action.kind !== 'DELETE') continue;
    const value = action.value.kind === 'value' ? slots[action.value.slot] : undefined;
    const isAllowed = value instanceof ValueSet || (action.kind === 'ADD' && isNumber(value));
    if (isAllowed || value === undefined) continue;
    throw invalid(
      `Incorrect operand type for operator or function; operator: ${action.kind}, operand type: ${typeOf(value)}`,
    );
  }
}
