/** One branch of a `case` of the shell: its patterns, and what runs. */
interface Branch {
  readonly patterns: readonly RegExp[];
  readonly body: string;
}

/** A `case` of the shell: the body of the first branch that matches a word; undefined when none does. */
export type CaseTable = (word: string) => string | undefined;

/**
 * Reads the first `case` of a shell function. Patterns are globs without quotes, a branch ends with `;;`.
 * @throws Error when the script has no such function, or a form that is not known here.
 */
export function readCaseTable(script: string, functionName: string): CaseTable {
  const body = new RegExp(`^${functionName}\\(\\) \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(script)?.[1];
  const table = /^ *case [^\n]* in\n([\s\S]*?)^ *esac/m.exec(body ?? '')?.[1];
  if (table === undefined) throw new Error(`The script has no table in ${functionName}.`);
  const branches = table
    .replaceAll('\\\n', ' ')
    .split(/;;/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(readBranch);
  return (word) => branches.find(({ patterns }) => patterns.some((pattern) => pattern.test(word)))?.body;
}

function readBranch(text: string): Branch {
  const [, patterns, body] = /^\(?([^()]*)\)([\s\S]*)$/.exec(text) ?? [];
  if (patterns === undefined || body === undefined) throw new Error(`The table has a branch ${text}.`);
  return { patterns: patterns.split('|').map((pattern) => toExpression(pattern.trim())), body: body.trim() };
}

function toExpression(glob: string): RegExp {
  const source = glob
    .replace(/[\\^$.+(){}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
