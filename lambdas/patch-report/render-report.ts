import { type Rows, renderCsv } from '../shared/domain/csv.ts';

/** One file of the report. */
export interface ReportFile {
  readonly key: string;
  readonly contentType: string;
  readonly body: string;
}

/**
 * A table as CSV and as JSON, one object a line. Athena finds its partitions by the keys:
 * `<prefix>/<table>/<format>/date=<day>/<table>.<format>`.
 */
export function renderTable(prefix: string, table: string, day: string, rows: Rows): ReportFile[] {
  const key = (format: string) => `${prefix}/${table}/${format}/date=${day}/${table}.${format}`;
  return [
    { key: key('csv'), contentType: 'text/csv; charset=utf-8', body: renderCsv(rows) },
    {
      key: key('json'),
      contentType: 'application/x-ndjson',
      body: lines(rows.map((row) => JSON.stringify(row))),
    },
  ];
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
