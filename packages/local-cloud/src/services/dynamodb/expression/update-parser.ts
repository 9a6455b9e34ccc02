import { type Computed, type Path, pathText, type UpdateAction } from './expression-syntax.ts';
import type { Tokens } from './expression-tokens.ts';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/** Parses an update expression. Each section may occur once, and paths must not overlap. */
export function parseUpdate(tokens: Tokens): UpdateAction[] {
  const actions: UpdateAction[] = [];
  const seen = new Set<string>();
  do {
    const section = sections.find((word) => tokens.accept(word));
    if (section === undefined) throw tokens.syntaxError();
    if (seen.has(section)) {
      throw tokens.invalid(`The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do actions.push(parseAction(tokens, section));
    while (tokens.accept(','));
  } while (tokens.next !== '');
  refuseOverlaps(
    actions.map((action) => action.path),
    (detail) => tokens.invalid(detail),
  );
  return actions;
}

/**
 * Refuses two paths if they are equal, if one contains the other, or if they need one value to be both a list and a
 * map.
 */
export function refuseOverlaps(paths: readonly Path[], invalid: (detail: string) => Error): void {
  for (const [i, one] of paths.entries()) {
    for (const two of paths.slice(i + 1)) {
      const shared = Math.min(one.length, two.length);
      let same = 0;
      while (same < shared && one[same] === two[same]) same++;
      const texts = `path one: ${pathText(one)}, path two: ${pathText(two)}`;
      if (same === shared) {
        throw invalid(
          `Two document paths overlap with each other; must remove or rewrite one of these paths; ${texts}`,
        );
      }
      if (typeof one[same] !== typeof two[same]) {
        throw invalid(
          `Two document paths conflict with each other; must remove or rewrite one of these paths; ${texts}`,
        );
      }
    }
  }
}

function parseAction(tokens: Tokens, section: (typeof sections)[number]): UpdateAction {
  const path = tokens.path();
  if (section === 'REMOVE') return { kind: section, path };
  if (section === 'SET') {
    tokens.expect('=');
    return { kind: section, path, value: parseSum(tokens) };
  }
  if (!tokens.next.startsWith(':')) throw tokens.syntaxError();
  return { kind: section, path, value: { kind: 'value', slot: tokens.valueSlot() } };
}

function parseSum(tokens: Tokens): Computed {
  const left = parseComputed(tokens);
  const sign = tokens.next;
  if (sign !== '+' && sign !== '-') return left;
  tokens.take();
  return { kind: sign, left, right: parseComputed(tokens) };
}

function parseComputed(tokens: Tokens): Computed {
  if (tokens.next.startsWith(':')) return { kind: 'value', slot: tokens.valueSlot() };
  if (tokens.accept('(')) {
    const inner = parseSum(tokens);
    tokens.expect(')');
    return inner;
  }
  if (tokens.afterNext !== '(') return { kind: 'path', path: tokens.path() };
  const name = tokens.take();
  if (name !== 'if_not_exists' && name !== 'list_append') {
    throw tokens.invalid(`Invalid function name; function: ${name}`);
  }
  tokens.expect('(');
  const left = parseComputed(tokens);
  if (!tokens.accept(',')) {
    throw tokens.invalid(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: 1`,
    );
  }
  const right = parseComputed(tokens);
  tokens.expect(')');
  if (name === 'list_append') return { kind: name, left, right };
  if (left.kind !== 'path') {
    throw tokens.invalid(
      'Operator or function requires a document path; operator or function: if_not_exists',
    );
  }
  return { kind: name, path: left.path, otherwise: right };
}
