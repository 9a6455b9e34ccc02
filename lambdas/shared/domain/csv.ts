/**
 * The rows of a table. All have the same fields in the same order, and the values are strings and numbers.
 */
export type Rows = readonly object[];

/** A table as CSV (RFC 4180), with a header of its fields; empty when there are no rows. */
export function renderCsv(rows: Rows): string {
  const header = rows.slice(0, 1).map((row) => Object.keys(row).join(','));
  return lines([...header, ...rows.map((row) => Object.values(row).map(renderCell).join(','))]);
}

/**
 * A text that a spreadsheet may take for a formula. It may skip blanks, line breaks and invisible characters at the
 * beginning, and take the full-width forms of the signs for the signs.
 */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/**
 * A cell of CSV (RFC 4180). Anyone who may tag an instance can choose its name. So a text that a spreadsheet
 * would take for a formula gets an apostrophe before it.
 */
function renderCell(value: unknown): string {
  const text = String(value);
  const harmless = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
