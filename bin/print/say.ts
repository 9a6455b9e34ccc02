import { stripVTControlCharacters } from 'node:util';

/** A line that goes on is indented by this much more than it began. */
const hangingIndent = 2;

/** Where lines are written to. `columns` is there on a terminal alone. */
interface Output {
  readonly columns?: number;
  write(text: string): unknown;
}

/** Prints lines, by default on stdout. On a terminal they break between words where it ends. */
export function say(lines: readonly string[], output: Output = process.stdout): void {
  output.write(`${lines.flatMap((line) => wrapLine(line, output.columns)).join('\n')}\n`);
}

/** The same on stderr, for what is no result. */
export function sayAside(...lines: readonly string[]): void {
  say(lines, process.stderr);
}

/** A help for the terminal. What is indented is laid out already, or is a command that somebody copies. */
export function wrapHelp(text: string, columns: number | undefined = process.stdout.columns): string {
  const lines = text.split('\n');
  return lines.flatMap((line) => (line.startsWith('  ') ? [line] : wrapLine(line, columns))).join('\n');
}

/** Breaks a line between words. A word that is wider than that stays whole: an id, or a link that somebody copies. */
export function wrapLine(line: string, columns: number | undefined): string[] {
  if (columns === undefined || widthOf(line) <= columns) return [line];
  const [indent = ''] = /^ */.exec(line) ?? [];
  const further = ' '.repeat(Math.min(indent.length + hangingIndent, Math.floor(columns / 2)));
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const start = lines.length === 0 ? indent : further;
    const longer = current === '' ? `${start}${word}` : `${current} ${word}`;
    if (current !== '' && widthOf(longer) > columns) {
      lines.push(current.trimEnd());
      current = `${further}${word}`;
    } else current = longer;
  }
  return [...lines, current];
}

/** How many columns a line takes, whatever its colours. */
function widthOf(line: string): number {
  return stripVTControlCharacters(line).length;
}
