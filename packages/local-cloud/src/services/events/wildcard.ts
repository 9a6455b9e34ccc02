import { PatternRefusal } from './pattern-refusal.ts';

/**
 * The `wildcard` filter. `*` matches any number of characters; `\*` and `\\` are literals.
 *
 * EventBridge refuses the wildcards of a field if some text could match too many of their prefixes at once (see
 * event-ruler's MachineComplexityEvaluator). It does not publish the limit. Ten agrees with every recorded case:
 * `*:*:*:*:*:event-bus/*` (12) is refused, a path with five repeated folders (8) is accepted.
 */
const simultaneousBeginningsMax = 10;

const anyText = Symbol('*');
const end = Symbol('end');
type Token = string | typeof anyText | typeof end;

/**
 * Compiles the wildcards of one field to a test of a whole text. Throws `PatternRefusal` for what EventBridge refuses.
 */
export function compileWildcards(wildcards: readonly string[]): (text: string) => boolean {
  const parsed = wildcards.map(readTokens);
  refuseComplex(parsed);
  const alternatives = parsed.map((tokens) => tokens.map(toRegExpSource).join(''));
  const expression = new RegExp(`^(?:${alternatives.join('|')})$`);
  return (text) => expression.test(text);
}

function readTokens(wildcard: string): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < wildcard.length; index++) {
    const character = wildcard.charAt(index);
    const next = wildcard.charAt(index + 1);
    if (character === '*') {
      // AWS counts positions in the quoted text, so the first character has position 1.
      if (next === '*') throw new PatternRefusal(`Consecutive wildcard characters at pos ${index + 1}`);
      tokens.push(anyText);
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\')
        throw new PatternRefusal(`Invalid escape character at pos ${index + 1}`);
      tokens.push(next);
      index++;
    } else {
      tokens.push(character);
    }
  }
  return tokens;
}

/** Visits every set of positions that one text can reach. Refuses if a set grows too large. */
function refuseComplex(wildcards: readonly (readonly Token[])[]): void {
  const tokens: Token[] = [];
  const starts = new Set<number>();
  for (const wildcard of wildcards) {
    starts.add(tokens.length);
    tokens.push(...wildcard, end);
  }
  const alphabet = new Set(tokens.filter((token) => typeof token === 'string'));
  const open = [reach(tokens, [...starts])];
  const seen = new Set(open.map(String));
  for (let places = open.pop(); places !== undefined; places = open.pop()) {
    if (places.filter((place) => !starts.has(place)).length > simultaneousBeginningsMax) {
      throw new PatternRefusal(
        'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
      );
    }
    for (const character of alphabet) {
      const next = reach(tokens, stepFrom(tokens, places, character));
      if (seen.has(String(next))) continue;
      seen.add(String(next));
      open.push(next);
    }
  }
}

/** The positions after one character. A `*` keeps its position. */
function stepFrom(tokens: readonly Token[], places: readonly number[], character: Token): number[] {
  return places.flatMap((place) => {
    const token = tokens[place];
    if (token === anyText) return [place];
    return token === character ? [place + 1] : [];
  });
}

/** Adds the positions that a `*` reaches without a character. The result is sorted and unique. */
function reach(tokens: readonly Token[], places: readonly number[]): number[] {
  const reached = new Set(places);
  for (const place of reached) if (tokens[place] === anyText) reached.add(place + 1);
  return [...reached].sort((a, b) => a - b);
}

function toRegExpSource(token: Token): string {
  return typeof token === 'string' ? token.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') : '[^]*';
}
