import type { Comparator, Condition, Operand, Path } from './expression-syntax.ts';
import { pathText } from './expression-syntax.ts';
import type { Tokens } from './expression-tokens.ts';

const comparators: readonly string[] = ['=', '<>', '<', '<=', '>', '>='] satisfies Comparator[];

/** The most candidates of IN. Source: DynamoDB developer guide. */
const candidatesMax = 100;

const functionOperands: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

/** Parses a whole condition. NOT has a higher precedence than AND, and AND than OR. */
export function parseCondition(tokens: Tokens): Condition {
  const condition = parseOr(tokens);
  tokens.expectEnd();
  return condition;
}

/** Whether a token is a comparator. */
export function isComparator(token: string): token is Comparator {
  return comparators.includes(token);
}

function parseOr(tokens: Tokens): Condition {
  let left = parseAnd(tokens);
  while (tokens.accept('OR')) left = { kind: 'or', left, right: parseAnd(tokens) };
  return left;
}

function parseAnd(tokens: Tokens): Condition {
  let left = parseNot(tokens);
  while (tokens.accept('AND')) left = { kind: 'and', left, right: parseNot(tokens) };
  return left;
}

function parseNot(tokens: Tokens): Condition {
  if (tokens.accept('NOT')) return { kind: 'not', condition: parseNot(tokens) };
  if (tokens.next !== '(') return parsePredicate(tokens);
  return parseParenthesized(tokens);
}

/** Parses a condition in parentheses. AWS refuses redundant double parentheses. */
function parseParenthesized(tokens: Tokens): Condition {
  tokens.expect('(');
  const isNested = tokens.next === '(';
  const before = tokens.position;
  const condition = parseOr(tokens);
  if (isNested && tokens.closedAt(before)) throw tokens.invalid('The expression has redundant parentheses;');
  tokens.expect(')');
  return condition;
}

function parsePredicate(tokens: Tokens): Condition {
  if (tokens.afterNext === '(' && tokens.next !== 'size') return parseFunction(tokens);
  const left = parseOperand(tokens);
  if (tokens.accept('BETWEEN')) {
    const low = parseOperand(tokens);
    tokens.expect('AND');
    return { kind: 'between', operand: left, low, high: parseOperand(tokens) };
  }
  if (tokens.accept('IN')) return { kind: 'in', operand: left, candidates: parseCandidates(tokens) };
  const comparator = tokens.next;
  if (!isComparator(comparator)) throw tokens.syntaxError();
  tokens.take();
  const right = parseOperand(tokens);
  if (left.kind === 'path' && right.kind === 'path' && pathText(left.path) === pathText(right.path)) {
    throw tokens.invalid(
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${comparator}, first operand: ${pathText(left.path)}`,
    );
  }
  return { kind: 'compare', comparator, left, right };
}

function parseCandidates(tokens: Tokens): Operand[] {
  const candidates = parseArguments(tokens);
  if (candidates.length <= candidatesMax) return candidates;
  throw tokens.invalid(
    `Incorrect number of operands for operator or function; operator or function: IN, number of operands: ${candidates.length + 1}`,
  );
}

function parseFunction(tokens: Tokens): Condition {
  const name = tokens.take();
  const expected = Object.hasOwn(functionOperands, name) ? functionOperands[name] : undefined;
  if (expected === undefined) throw tokens.invalid(`Invalid function name; function: ${name}`);
  const operands = parseArguments(tokens);
  const [left, right] = operands;
  if (left === undefined || operands.length !== expected) {
    throw tokens.invalid(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (name === 'attribute_exists') return { kind: 'exists', path: pathOf(tokens, name, left) };
  if (name === 'attribute_not_exists') {
    return { kind: 'not', condition: { kind: 'exists', path: pathOf(tokens, name, left) } };
  }
  if (right === undefined) throw tokens.syntaxError();
  if (name === 'begins_with' || name === 'contains') return { kind: name, left, right };
  pathOf(tokens, name, left);
  return { kind: 'attribute_type', operand: left, type: right };
}

function parseArguments(tokens: Tokens): Operand[] {
  tokens.expect('(');
  const operands = [parseOperand(tokens)];
  while (tokens.accept(',')) operands.push(parseOperand(tokens));
  tokens.expect(')');
  return operands;
}

function parseOperand(tokens: Tokens): Operand {
  if (tokens.next.startsWith(':')) return { kind: 'value', slot: tokens.valueSlot() };
  if (tokens.afterNext !== '(') return { kind: 'path', path: tokens.path() };
  const name = tokens.take();
  if (name !== 'size') {
    if (!Object.hasOwn(functionOperands, name))
      throw tokens.invalid(`Invalid function name; function: ${name}`);
    throw tokens.invalid(
      `The function is not allowed to be used this way in an expression; function: ${name}`,
    );
  }
  const operands = parseArguments(tokens);
  const [of] = operands;
  if (of === undefined || operands.length !== 1) {
    throw tokens.invalid(
      `Incorrect number of operands for operator or function; operator or function: size, number of operands: ${operands.length}`,
    );
  }
  return { kind: 'size', of };
}

function pathOf(tokens: Tokens, name: string, operand: Operand): Path {
  if (operand.kind === 'path') return operand.path;
  throw tokens.invalid(`Operator or function requires a document path; operator or function: ${name}`);
}
