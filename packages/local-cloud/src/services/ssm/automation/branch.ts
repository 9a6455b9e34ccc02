import { isRecord } from '../../../core/is-record.ts';

/** The comparisons of `aws:branch`, by name (user guide). */
const operations: Readonly<Record<string, (variable: unknown, operand: unknown) => boolean>> = {
  StringEquals: (variable, operand) => textOf(variable) === textOf(operand),
  EqualsIgnoreCase: (variable, operand) => textOf(variable).toLowerCase() === textOf(operand).toLowerCase(),
  StartsWith: (variable, operand) => textOf(variable).startsWith(textOf(operand)),
  EndsWith: (variable, operand) => textOf(variable).endsWith(textOf(operand)),
  Contains: (variable, operand) => textOf(variable).includes(textOf(operand)),
  NumericEquals: (variable, operand) => numberOf(variable) === numberOf(operand),
  NumericGreater: (variable, operand) => numberOf(variable) > numberOf(operand),
  NumericLesser: (variable, operand) => numberOf(variable) < numberOf(operand),
  NumericGreaterOrEquals: (variable, operand) => numberOf(variable) >= numberOf(operand),
  NumericLesserOrEquals: (variable, operand) => numberOf(variable) <= numberOf(operand),
  BooleanEquals: (variable, operand) => textOf(variable).toLowerCase() === textOf(operand).toLowerCase(),
};

/** A choice of `aws:branch`, or an undefined one when the inputs have none. */
function choicesOf({ Choices }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(Choices) ? Choices : [];
}

/** The steps to which a branch may lead, besides the one that follows. */
export function branchTargets(inputs: Readonly<Record<string, unknown>>): string[] {
  const named = choicesOf(inputs).map((choice) => (isRecord(choice) ? choice['NextStep'] : undefined));
  return [...named, inputs['Default']].filter((name) => typeof name === 'string');
}

/** What is wrong with the inputs of a branch as the document has them, or undefined. */
export function refusedBranch(inputs: Readonly<Record<string, unknown>>): string | undefined {
  const choices = choicesOf(inputs);
  if (choices.length === 0) return 'Choices must be a list of one choice or more';
  for (const choice of choices) {
    if (!isRecord(choice) || typeof choice['NextStep'] !== 'string') return 'a choice has no NextStep';
    const { NextStep: _, ...rule } = choice;
    const reason = refusedRule(rule);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function refusedRule(rule: unknown): string | undefined {
  if (!isRecord(rule)) return `a rule must be a mapping, received ${JSON.stringify(rule)}`;
  const { Variable: variable, ...others } = rule;
  const [name = '', ...more] = Object.keys(others);
  if (more.length > 0) return `a rule has one operation, received ${[name, ...more].join(', ')}`;
  if (name === 'And' || name === 'Or') {
    const parts = rule[name];
    if (!Array.isArray(parts)) return `${name} must be a list of rules`;
    return parts.map(refusedRule).find((reason) => reason !== undefined);
  }
  if (name === 'Not') return refusedRule(rule[name]);
  if (variable === undefined) return `${name || 'a rule'} has no Variable`;
  if (!Object.hasOwn(operations, name))
    return `the operation ${name} is not supported; allowed: ${Object.keys(operations).join(', ')}`;
  return undefined;
}

/**
 * The step that a branch chooses: that of the first choice that is true, or the default, or undefined. The inputs have
 * their references filled in.
 */
export function chooseBranch(inputs: Readonly<Record<string, unknown>>): string | undefined {
  const chosen = choicesOf(inputs).find((choice) => isRecord(choice) && isTrue(choice));
  const next = isRecord(chosen) ? chosen['NextStep'] : inputs['Default'];
  return typeof next === 'string' ? next : undefined;
}

function isTrue(rule: unknown): boolean {
  if (!isRecord(rule)) return false;
  const { Variable: variable, NextStep: _, And: all, Or: any, Not: not, ...compared } = rule;
  if (Array.isArray(all)) return all.every(isTrue);
  if (Array.isArray(any)) return any.some(isTrue);
  if (not !== undefined) return !isTrue(not);
  return Object.entries(compared).every(([name, operand]) => operations[name]?.(variable, operand) ?? false);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function numberOf(value: unknown): number {
  return value === '' || value === undefined ? Number.NaN : Number(value);
}
