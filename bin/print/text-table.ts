import { styleText } from 'node:util';
import { shortText, visibleText } from './visible-text.ts';

/** The content of a cell. Numbers are aligned to the right. */
export type Cell = string | number;

/** A column of text is not made narrower than this. */
const textWidthMin = 10;
/** The last column may be prose, which the terminal wraps. This much of it stays beside the others. */
const proseWidth = 20;

/**
 * A plain table: a head, a rule and rows. Each column is as wide as its widest cell, and texts are cut where the terminal
 * is narrower than that (`columns`; endless where there is no terminal). Where even that has no room, each row is a line
 * of its own that names its columns. Cells may have text that others wrote: it is made visible. The text of the last
 * column is not cut.
 */
export function table(
  head: readonly string[],
  given: readonly (readonly Cell[])[],
  columns: number = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string[] {
  const last = head.length - 1;
  const shown = given.map((row) =>
    row.map((cell, column) => {
      if (typeof cell === 'number') return cell;
      return column === last ? visibleText(cell) : shortText(cell);
    }),
  );
  const isNumeric = head.map((_, column) => shown.some((row) => typeof row[column] === 'number'));
  const natural = head.map((title, column) =>
    Math.max(title.length, ...shown.map((row) => String(row[column] ?? '').length)),
  );
  const widths = narrow(natural, isNumeric, columns);
  if (widthOf(widths, isNumeric) > columns) return shown.map((row) => listedRow(head, row));
  const cut = (cell: Cell, column: number) =>
    typeof cell === 'number' || column === last ? String(cell) : shortText(cell, widths[column]);
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumeric[column] ? cut(cell, column).padStart(width) : cut(cell, column).padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [styleText('bold', line(head)), rule, ...shown.map(line)];
}

/** Makes the widest columns of text narrower, until the table has room. Numbers and the last column keep their width. */
function narrow(natural: readonly number[], isNumeric: readonly boolean[], columns: number): number[] {
  const widths = [...natural];
  const last = widths.length - 1;
  while (widthOf(widths, isNumeric) > columns) {
    const texts = widths.map((width, column) => (isNumeric[column] || column === last ? 0 : width));
    const widest = Math.max(...texts);
    if (widest <= textWidthMin) break;
    widths[texts.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** How much room a table needs. Of prose in the last column, a part. */
function widthOf(widths: readonly number[], isNumeric: readonly boolean[]): number {
  const last = widths.length - 1;
  return widths.reduce((sum, width, column) => {
    const isProse = column === last && isNumeric[column] !== true;
    return sum + (isProse ? Math.min(width, proseWidth) : width);
  }, 2 * last);
}

/** A row without a table: `Debian: failed 1, all 1`. */
function listedRow([, ...titles]: readonly string[], [name = '', ...cells]: readonly Cell[]): string {
  const told = titles.flatMap((title, column) => {
    const cell = cells[column] ?? '';
    return cell === '' ? [] : [`${title} ${cell}`];
  });
  return `${name}: ${told.join(', ')}`;
}
