import { validation } from '../dynamodb-errors.ts';
import type { Path } from './expression-syntax.ts';
import { isReservedWord } from './reserved-words.ts';

/** The request members that hold an expression, as AWS names them in messages. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

/** The longest expression, in bytes. Source: DynamoDB quotas. */
const expressionBytesMax = 4096;

const tokenPattern = /\s+|([#:][A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*|\d+|<>|<=|>=|[=<>()[\].,+-])/y;

/** The tokens of an expression, with the current position. */
export class Tokens {
  readonly kind: ExpressionKind;
  /** The value placeholders read so far, by slot. */
  readonly valueNames: string[] = [];
  /** The name placeholders read so far. */
  readonly usedNames = new Set<string>();
  readonly #tokens: readonly string[];
  readonly #names: Readonly<Record<string, string>>;
  #position = 0;

  constructor(kind: ExpressionKind, text: string, names: Readonly<Record<string, string>>) {
    this.kind = kind;
    this.#names = names;
    if (text === '') throw this.invalid('The expression can not be empty;');
    if (Buffer.byteLength(text) > expressionBytesMax) {
      throw this.invalid(
        `Expression size has exceeded the maximum allowed size; expression size: ${Buffer.byteLength(text)}`,
      );
    }
    this.#tokens = this.#cut(text);
  }

  /** The next token, or '' at the end. */
  get next(): string {
    return this.#tokens[this.#position] ?? '';
  }

  /** The number of tokens taken. */
  get position(): number {
    return this.#position;
  }

  /** Whether the last token taken closes the parenthesis that opens at `open`. */
  closedAt(open: number): boolean {
    let depth = 0;
    for (let i = open; i < this.#position; i++) {
      if (this.#tokens[i] === '(') depth++;
      if (this.#tokens[i] === ')' && --depth === 0) return i === this.#position - 1;
    }
    return false;
  }

  /** The token after the next. */
  get afterNext(): string {
    return this.#tokens[this.#position + 1] ?? '';
  }

  /** Takes the next token. */
  take(): string {
    const token = this.next;
    this.#position++;
    return token;
  }

  /** Takes the next token if it is this word or sign (case-insensitive). */
  accept(word: string): boolean {
    if (this.next.toUpperCase() !== word) return false;
    this.#position++;
    return true;
  }

  /** Takes this word or sign, or refuses the expression. */
  expect(word: string): void {
    if (!this.accept(word)) throw this.syntaxError();
  }

  /** Refuses whatever is left. */
  expectEnd(): void {
    if (this.next !== '') throw this.syntaxError();
  }

  /** A document path: names, placeholders and indexes. */
  path(): Path {
    const path: [string, ...(string | number)[]] = [this.#name()];
    for (;;) {
      if (this.accept('.')) path.push(this.#name());
      else if (this.accept('[')) path.push(this.#listIndex());
      else return path;
    }
  }

  /** The slot of the value placeholder that comes next. */
  valueSlot(): number {
    const name = this.take();
    const known = this.valueNames.indexOf(name);
    return known >= 0 ? known : this.valueNames.push(name) - 1;
  }

  /** A validation error with AWS's prefix. */
  invalid(detail: string): Error {
    return validation(`Invalid ${this.kind}: ${detail}`);
  }

  /** A syntax error at the next token. */
  syntaxError(): Error {
    const token = this.next === '' ? '<EOF>' : this.next;
    const near = this.#tokens.slice(Math.max(0, this.#position - 1), this.#position + 2).join(' ');
    return this.invalid(`Syntax error; token: "${token}", near: "${near}"`);
  }

  #cut(text: string): string[] {
    const tokens: string[] = [];
    tokenPattern.lastIndex = 0;
    while (tokenPattern.lastIndex < text.length) {
      const start = tokenPattern.lastIndex;
      const match = tokenPattern.exec(text);
      if (match === null) {
        throw this.invalid(
          `Syntax error; token: "${text.charAt(start)}", near: "${text.slice(start, start + 8)}"`,
        );
      }
      if (match[1] !== undefined) tokens.push(match[1]);
    }
    return tokens;
  }

  #name(): string {
    if (!/^[#A-Za-z_]/.test(this.next)) throw this.syntaxError();
    const token = this.take();
    if (token.startsWith('#')) return this.#replaced(token);
    if (!isReservedWord(token)) return token;
    throw this.invalid(`Attribute name is a reserved keyword; reserved keyword: ${token}`);
  }

  #replaced(placeholder: string): string {
    this.usedNames.add(placeholder);
    const name = Object.hasOwn(this.#names, placeholder) ? this.#names[placeholder] : undefined;
    if (name !== undefined) return name;
    throw this.invalid(
      `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
    );
  }

  #listIndex(): number {
    if (!/^\d+$/.test(this.next)) throw this.syntaxError();
    const index = Number(this.take());
    this.expect(']');
    return index;
  }
}
