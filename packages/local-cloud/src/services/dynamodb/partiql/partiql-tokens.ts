import { validation } from '../dynamodb-errors.ts';
import type { Path } from '../expression/expression-syntax.ts';
import { isKeyword } from './keywords.ts';
import type { Template } from './partiql-syntax.ts';

type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'sign' | 'end';

/** A token. `text` has no quotes. */
interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const end: Token = { kind: 'end', text: '<EOF>' };
const tokenPattern =
  /\s+|--[^\n]*|([A-Za-z_$][A-Za-z0-9_$]*)|"((?:[^"]|"")+)"|'((?:[^']|'')*)'|(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(<<|>>|<>|<=|>=|!=|\|\||[=<>()[\]{}.,:?*+-])/y;

/** The tokens of a statement, with the current position. */
export class StatementTokens {
  /** How each slot is filled. */
  readonly slotTemplates: Template[] = [];
  #parameterCount = 0;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#tokens = cut(text);
  }

  get next(): Token {
    return this.#tokens[this.#position] ?? end;
  }

  get afterNext(): Token {
    return this.#tokens[this.#position + 1] ?? end;
  }

  /** The number of `?` parameters so far. */
  get parameterCount(): number {
    return this.#parameterCount;
  }

  take(): Token {
    const token = this.next;
    this.#position++;
    return token;
  }

  /** Whether the next token is this unquoted word (case-insensitive). */
  isWord(word: string): boolean {
    return this.next.kind === 'word' && this.next.text.toUpperCase() === word;
  }

  /** Takes the next token if it is this unquoted word (case-insensitive). */
  acceptWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.#position++;
    return true;
  }

  /** Takes the next token if it is this sign. */
  accept(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.#position++;
    return true;
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) throw this.malformed(word);
  }

  expect(sign: string): void {
    if (!this.accept(sign)) throw this.malformed(sign);
  }

  /** A name: in double quotes, or an unquoted word that is not a keyword. */
  name(): string {
    const token = this.take();
    if (token.kind === 'quoted' || (token.kind === 'word' && !isKeyword(token.text))) return token.text;
    this.#position--;
    throw this.malformed('a name');
  }

  /** A document path: `a.b`, `a[0]`, `a['b']`. */
  path(): Path {
    const path: [string, ...(string | number)[]] = [this.name()];
    for (;;) {
      if (this.accept('.')) path.push(this.name());
      else if (this.accept('[')) path.push(this.#step());
      else return path;
    }
  }

  /** The next `?`. */
  parameter(): Template {
    this.expect('?');
    return { kind: 'parameter', index: this.#parameterCount++ };
  }

  /** A new slot for a value. */
  slot(template: Template): number {
    return this.slotTemplates.push(template) - 1;
  }

  /** A syntax error that says what was expected. */
  malformed(expected: string): Error {
    return validation(
      `Statement wasn't well formed, can't be processed: expected ${expected}, found '${this.next.text}'`,
    );
  }

  #step(): string | number {
    const { kind, text } = this.take();
    if (kind !== 'string' && !(kind === 'number' && /^\d+$/.test(text))) throw this.malformed('an index');
    this.expect(']');
    return kind === 'string' ? text : Number(text);
  }
}

function cut(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const start = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (match === null) {
      throw validation(
        `Statement wasn't well formed, can't be processed: unexpected '${text.slice(start, start + 8)}'`,
      );
    }
    const [, word, quoted, string, number, sign] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"') });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}
