/** The first position at which a text is not JSON. */
export interface JsonMistake {
  /** Line and column count from 1. */
  readonly line: number;
  readonly column: number;
  /** The text at this position, shortened. Undefined if the text ends here, before the document is complete. */
  readonly received: string | undefined;
  readonly allowed: Allowed;
}

type Allowed =
  | 'a value'
  | 'a value or ]'
  | 'a name in double quotes'
  | 'a name in double quotes or }'
  | ':'
  | ', or }'
  | ', or ]'
  | 'the end of the file';

const SPACE = /[ \t\n\r]*/y;
const TOKEN =
  /[{}[\],:]|"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** The beginning of a token that the end of the text cuts off. */
const CUT_OFF = /(?:"(?:[^"\\]|\\[\s\S])*\\?|[-+.\w]{1,30})$/y;
const RECEIVED_LENGTH_MAX = 20;

/**
 * Finds the first position at which a text is not JSON. Returns undefined for one or more valid documents, of which all
 * but the first are objects or arrays. The streaming parser does not tell lines, so this parses the text again after it
 * has failed.
 */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const open: string[] = [];
  let allowed: Allowed = 'a value';
  let offset = 0;
  for (;;) {
    offset += match(SPACE, text, offset)?.length ?? 0;
    if (offset === text.length && allowed === 'the end of the file') return undefined;
    const token = match(TOKEN, text, offset);
    const next: Allowed | undefined = token === undefined ? undefined : accept(token, allowed, open);
    if (token === undefined || next === undefined) return describe(text, offset, allowed);
    allowed = next;
    offset += token.length;
  }
}

function match(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

/**
 * Returns what may follow a token, or undefined if the token is not allowed here. Keeps the open brackets in `open`.
 */
function accept(token: string, allowed: Allowed, open: string[]): Allowed | undefined {
  const mark = token.charAt(0);
  switch (allowed) {
    case 'a value':
    case 'a value or ]':
      if (mark === ']' && allowed === 'a value or ]') return close(open);
      return acceptValue(mark, open);
    case 'a name in double quotes':
    case 'a name in double quotes or }':
      if (mark === '}' && allowed === 'a name in double quotes or }') return close(open);
      return mark === '"' ? ':' : undefined;
    case ':':
      return mark === ':' ? 'a value' : undefined;
    case ', or }':
      return mark === ',' ? 'a name in double quotes' : mark === '}' ? close(open) : undefined;
    case ', or ]':
      return mark === ',' ? 'a value' : mark === ']' ? close(open) : undefined;
    case 'the end of the file':
      return mark === '{' || mark === '[' ? acceptValue(mark, open) : undefined;
  }
}

function acceptValue(mark: string, open: string[]): Allowed | undefined {
  if (mark === '{' || mark === '[') {
    open.push(mark);
    return mark === '{' ? 'a name in double quotes or }' : 'a value or ]';
  }
  return '}],:'.includes(mark) ? undefined : afterValue(open);
}

function close(open: string[]): Allowed {
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly string[]): Allowed {
  const bracket = open.at(-1);
  if (bracket === undefined) return 'the end of the file';
  return bracket === '{' ? ', or }' : ', or ]';
}

function describe(text: string, offset: number, allowed: Allowed): JsonMistake {
  const isCutOff = offset === text.length || match(CUT_OFF, text, offset) !== undefined;
  const at = isCutOff ? text.length : offset;
  const before = text.slice(0, at).split('\n');
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    received: isCutOff ? undefined : text.slice(at, at + RECEIVED_LENGTH_MAX),
    allowed,
  };
}
