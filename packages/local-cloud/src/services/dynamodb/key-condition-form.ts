import { validation } from './dynamodb-errors.ts';
import { operandsOf } from './expression/condition-paths.ts';
import type { Condition } from './expression/expression-syntax.ts';
import { conjuncts } from './key-condition.ts';

/** The most conditions: one on each key attribute. */
const conditionsMax = 2;

/** Each comparator as it reads from the right to the left. */
const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/**
 * The conditions of a `KeyConditionExpression` by attribute, with the attribute on the left. Refuses every form that AWS
 * refuses before it looks for the table. The words are recorded.
 */
export function readKeyConditions(condition: Condition): ReadonlyMap<string, Condition> {
  const byName = new Map<string, Condition>();
  for (const part of conjuncts(condition)) {
    refuseOperator(part);
    const name = keyIn(part);
    if (byName.has(name)) throw validation('KeyConditionExpressions must only contain one condition per key');
    byName.set(name, facingRight(part));
  }
  if (byName.size > conditionsMax) throw validation('Conditions can be of length 1 or 2 only');
  return byName;
}

/** Refuses the operators that no key condition may have. */
function refuseOperator(condition: Condition): void {
  const name = operatorOf(condition);
  if (name !== undefined) throw validation(`Invalid operator used in KeyConditionExpression: ${name}`);
  const first =
    condition.kind === 'between'
      ? { operand: condition.operand, operator: 'BETWEEN' }
      : condition.kind === 'begins_with'
        ? { operand: condition.left, operator: 'begins_with' }
        : undefined;
  if (first === undefined || first.operand.kind === 'path') return;
  throw invalid(`${first.operator} operator must have the key attribute as its first operand`);
}

function operatorOf(condition: Condition): string | undefined {
  switch (condition.kind) {
    case 'or':
    case 'in':
      return condition.kind.toUpperCase();
    case 'not':
      return condition.condition.kind === 'exists' ? 'attribute_not_exists' : 'NOT';
    case 'exists':
      return 'attribute_exists';
    case 'attribute_type':
    case 'contains':
      return condition.kind;
    case 'compare':
      return condition.comparator === '<>' ? '<>' : undefined;
    default:
      return undefined;
  }
}

/** The one attribute that a condition names. */
function keyIn(condition: Condition): string {
  let found: string | undefined;
  for (const operand of operandsOf(condition)) {
    if (operand.kind === 'size') throw validation('KeyConditionExpressions cannot contain nested operations');
    if (operand.kind !== 'path') continue;
    if (found !== undefined) throw invalid('Multiple attribute names used in one condition');
    if (operand.path.length > 1)
      throw validation('KeyConditionExpressions cannot have conditions on nested attributes');
    [found] = operand.path;
  }
  if (found === undefined) throw invalid('No key attribute specified');
  return found;
}

function facingRight(condition: Condition): Condition {
  if (condition.kind !== 'compare' || condition.left.kind === 'path' || condition.comparator === '<>')
    return condition;
  const { left, right, comparator } = condition;
  return { kind: 'compare', comparator: mirrored[comparator], left: right, right: left };
}

function invalid(detail: string): Error {
  return validation(`Invalid condition in KeyConditionExpression: ${detail}`);
}
