import { styleText } from 'node:util';
import { shortText, visibleText } from './visible-text.ts';

/** The content of a cell. Numbers are aligned to the right. */
export type Cell = string | number;

/**
 * A plain table: a head, a rule and rows. Each column is as wide as its widest cell. Cells may have text that others
 * wrote: it is made visible. The text of the last column is not cut.
 */
export function table(head: readonly string[], given: readonly (readonly Cell[])[]): string[] {
  const rows = given.map((row) =>
    row.map((cell, column) => {
      if (typeof cell === 'number') return cell;
      return column === head.length - 1 ? visibleText(cell) : shortText(cell);
    }),
  );
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const isNumeric = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (cells: readonly Cell[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumeric[column] ? String(cell).padStart(width) : String(cell).padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [styleText('bold', line(head)), rule, ...rows.map(line)];
}
