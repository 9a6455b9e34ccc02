import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Blocks of pages that a test makes of what it measured:
 *
 *     <!-- measured <name>: <what measures it> -->
 *     ...
 *     <!-- /measured -->
 */
const block = /(<!-- measured (?<name>[\w-]+): [^>]*-->\n)(?<content>.*?)(\n<!-- \/measured -->)/gs;

/** The blocks of a page, by name. */
export function readBlocks(file: string): Map<string, string> {
  const found = readFileSync(file, 'utf8').matchAll(block);
  return new Map([...found].map(({ groups }) => [groups?.['name'] ?? '', groups?.['content']?.trim() ?? '']));
}

/** Writes blocks of a page anew, if the golden files are to be written anew. */
export function updateBlocks(file: string, blocks: Readonly<Record<string, string>>): void {
  if (process.env['UPDATE_GOLDEN'] !== '1') return;
  const text = readFileSync(file, 'utf8').replace(block, (all, start, name, _, end) => {
    const content = blocks[name];
    return content === undefined ? all : `${start}\n${content}\n${end}`;
  });
  writeFileSync(file, text);
}

/** A page without its blocks. Each leaves a line, so that what is before and after it stays apart. */
export function withoutBlocks(text: string): string {
  return text.replace(block, '\n');
}

/** A table in Markdown. The first row is the head; all columns but the first are numbers, unless told otherwise. */
export function markdownTable(
  [head = [], ...rows]: readonly (readonly (string | number)[])[],
  texts = 1,
): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column < texts ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
