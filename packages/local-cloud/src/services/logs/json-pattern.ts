import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';

/** A condition on the JSON of a line. */
type Test = (json: unknown) => boolean;

const token =
  /\s*(\|\||&&|!=|<=|>=|[=<>(){}]|"(?:[^"\\]|\\.)*"|%[^%]*%|\$[.[][^\s=!<>(){}]*|[^\s=!<>(){}"&|]+)/gy;

/**
 * Compiles a filter pattern for JSON: `{ $.level = "ERROR" && $.ms > 5 }`, with `*` in texts, `IS NULL`, `IS TRUE`,
 * `IS FALSE`, `NOT EXISTS`, parentheses, `&&` and `||`. A line that is not JSON matches none.
 */
export function parseJsonPattern(pattern: string): (line: string) => boolean {
  const test = new Parser(pattern).parse();
  return (line) => {
    try {
      return test(JSON.parse(line));
    } catch {
      return false;
    }
  };
}

class Parser {
  readonly #pattern: string;
  readonly #tokens: string[];
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#tokens = [...pattern.matchAll(token)].map(([, text = '']) => text);
    if (this.#tokens.join('') !== pattern.replace(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ''))
      throw this.#refuse();
  }

  parse(): Test {
    this.#expect('{');
    const test = this.#either();
    this.#expect('}');
    if (this.#at !== this.#tokens.length) throw this.#refuse();
    return test;
  }

  #either(): Test {
    const tests = [this.#both()];
    while (this.#take('||')) tests.push(this.#both());
    return (json) => tests.some((test) => test(json));
  }

  #both(): Test {
    const tests = [this.#single()];
    while (this.#take('&&')) tests.push(this.#single());
    return (json) => tests.every((test) => test(json));
  }

  #single(): Test {
    if (this.#take('(')) {
      const inner = this.#either();
      this.#expect(')');
      return inner;
    }
    const read = readPath(this.#next()) ?? this.#fail();
    const operator = this.#next();
    if (operator === 'IS') return this.#state(read);
    if (operator === 'NOT') {
      this.#expect('EXISTS');
      return (json) => read(json) === undefined;
    }
    return compare(operator, this.#next(), read) ?? this.#fail();
  }

  #state(read: (json: unknown) => unknown): Test {
    const states: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };
    const name = this.#next();
    if (!(name in states)) throw this.#refuse();
    return (json) => read(json) === states[name];
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? this.#fail();
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#at] !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#refuse();
  }

  #fail(): never {
    throw this.#refuse();
  }

  #refuse(): ServiceError {
    return new ServiceError('InvalidParameterException', `Invalid filter pattern: ${this.#pattern}`);
  }
}

/** `$.a.b[0]`: how to read it, or undefined for text that is no path. */
function readPath(text: string): ((json: unknown) => unknown) | undefined {
  if (!/^\$(\.[^.[\]]+|\[\d+\])+$/.test(text)) return undefined;
  const steps = [...text.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  return (json) =>
    steps.reduce<unknown>((value, step) => {
      if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
      return isRecord(value) ? value[step] : undefined;
    }, json);
}

function compare(operator: string, operand: string, read: (json: unknown) => unknown): Test | undefined {
  if (operand.startsWith('%')) throw new NotEmulatedError('regular expressions in filter patterns (%...%)');
  const isText = operand.startsWith('"');
  const text = isText ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;
  const number = isText ? Number.NaN : Number(text);
  if (operator === '=' || operator === '!=') {
    const matches = Number.isNaN(number) ? textTest(text) : (value: unknown) => Number(value) === number;
    return (json) => {
      const value = read(json);
      return value !== undefined && matches(value) === (operator === '=');
    };
  }
  if (Number.isNaN(number)) return undefined;
  const holds = {
    '<': (value: number) => value < number,
    '<=': (value: number) => value <= number,
    '>': (value: number) => value > number,
    '>=': (value: number) => value >= number,
  };
  const test = Object.entries(holds).find(([name]) => name === operator)?.[1];
  return test === undefined ? undefined : (json) => numberTest(read(json), test);
}

function numberTest(value: unknown, test: (value: number) => boolean): boolean {
  return typeof value === 'number' && test(value);
}

/** `*` stands for any text. */
function textTest(text: string): (value: unknown) => boolean {
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
  return (value) => typeof value === 'string' && pattern.test(value);
}
