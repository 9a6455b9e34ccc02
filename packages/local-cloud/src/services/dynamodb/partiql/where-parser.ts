import { NotEmulatedError } from '../../../core/service.ts';
import { isComparator } from '../expression/condition-parser.ts';
import type { Condition, Operand } from '../expression/expression-syntax.ts';
import type { StatementTokens } from './partiql-tokens.ts';
import { parseValue } from './value-parser.ts';

/** Parses the condition after WHERE. NOT has a higher precedence than AND, and AND than OR. */
export function parseWhere(tokens: StatementTokens): Condition {
  let left = parseAnd(tokens);
  while (tokens.acceptWord('OR')) left = { kind: 'or', left, right: parseAnd(tokens) };
  return left;
}

function parseAnd(tokens: StatementTokens): Condition {
  let left = parseNot(tokens);
  while (tokens.acceptWord('AND')) left = { kind: 'and', left, right: parseNot(tokens) };
  return left;
}

function parseNot(tokens: StatementTokens): Condition {
  if (tokens.acceptWord('NOT')) return { kind: 'not', condition: parseNot(tokens) };
  if (!tokens.accept('(')) return parsePredicate(tokens);
  const condition = parseWhere(tokens);
  tokens.expect(')');
  return condition;
}

function parsePredicate(tokens: StatementTokens): Condition {
  const called =
    tokens.afterNext.text === '(' && tokens.next.kind === 'word' ? tokens.next.text.toLowerCase() : '';
  if (called !== '' && called !== 'size') return parseFunction(tokens, called);
  const left = parseOperand(tokens);
  if (tokens.acceptWord('BETWEEN')) {
    const low = parseOperand(tokens);
    tokens.expectWord('AND');
    return { kind: 'between', operand: left, low, high: parseOperand(tokens) };
  }
  if (tokens.acceptWord('IN')) return { kind: 'in', operand: left, candidates: parseCandidates(tokens) };
  if (tokens.acceptWord('IS')) return parseMissing(tokens, left);
  const sign = tokens.next.text === '!=' ? '<>' : tokens.next.text;
  if (tokens.next.kind === 'sign' && isComparator(sign)) {
    tokens.take();
    return { kind: 'compare', comparator: sign, left, right: parseOperand(tokens) };
  }
  const known = ['NOT', 'LIKE', '+', '-', '||'];
  if (known.includes(tokens.next.text.toUpperCase())) {
    throw new NotEmulatedError(`${tokens.next.text} after an operand in a PartiQL condition`);
  }
  throw tokens.malformed('a comparison');
}

function parseFunction(tokens: StatementTokens, name: string): Condition {
  if (name === 'exists') throw new NotEmulatedError('the PartiQL function EXISTS');
  if (name !== 'begins_with' && name !== 'contains' && name !== 'attribute_type') {
    throw tokens.malformed('a function that DynamoDB has');
  }
  tokens.take();
  tokens.expect('(');
  const left = parseOperand(tokens);
  tokens.expect(',');
  const right = parseOperand(tokens);
  tokens.expect(')');
  if (name === 'attribute_type') return { kind: name, operand: left, type: right };
  return { kind: name, left, right };
}

function parseMissing(tokens: StatementTokens, operand: Operand): Condition {
  const isNegated = tokens.acceptWord('NOT');
  if (tokens.isWord('NULL')) throw new NotEmulatedError('IS NULL in PartiQL');
  tokens.expectWord('MISSING');
  if (operand.kind !== 'path') throw tokens.malformed('an attribute before IS MISSING');
  const exists: Condition = { kind: 'exists', path: operand.path };
  return isNegated ? exists : { kind: 'not', condition: exists };
}

function parseCandidates(tokens: StatementTokens): Operand[] {
  const close = tokens.accept('[') ? ']' : ')';
  if (close === ')') tokens.expect('(');
  const candidates = [parseOperand(tokens)];
  while (tokens.accept(',')) candidates.push(parseOperand(tokens));
  tokens.expect(close);
  return candidates;
}

function parseOperand(tokens: StatementTokens): Operand {
  if (tokens.next.text.toLowerCase() === 'size' && tokens.afterNext.text === '(') {
    tokens.take();
    tokens.expect('(');
    const of: Operand = { kind: 'path', path: tokens.path() };
    tokens.expect(')');
    return { kind: 'size', of };
  }
  const value = parseValue(tokens);
  if (value === undefined) return { kind: 'path', path: tokens.path() };
  if (value.kind === 'literal') return value;
  return { kind: 'value', slot: tokens.slot(value) };
}
