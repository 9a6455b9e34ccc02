import { expect, it } from 'vitest';
import { renderTable } from '../../../lambdas/patch-report/render-report.ts';

const render = (rows: readonly object[]) => renderTable('patches', 'groups', '2026-11-22', rows);
const csvOf = (value: unknown) => render([{ value }])[0]?.body.split('\n').slice(1).join('\n');

it('writes a table as CSV and as JSON, each where Athena finds the partition of the day', () => {
  expect(render([{ group: 'web', missing: 2 }])).toEqual([
    {
      key: 'patches/groups/csv/date=2026-11-22/groups.csv',
      contentType: 'text/csv; charset=utf-8',
      body: 'group,missing\nweb,2\n',
    },
    {
      key: 'patches/groups/json/date=2026-11-22/groups.json',
      contentType: 'application/x-ndjson',
      body: '{"group":"web","missing":2}\n',
    },
  ]);
});

it('writes empty files when there is no instance', () => {
  expect(render([]).map(({ body }) => body)).toEqual(['', '']);
});

it.each([
  ['plain', 'plain\n'],
  ['a,b', '"a,b"\n'],
  ['say "hi"', '"say ""hi"""\n'],
  ['two\nlines', '"two\nlines"\n'],
  [-3, '-3\n'],
])('writes %j as CSV does', (value, line) => {
  expect(csvOf(value)).toBe(line);
});

it.each([
  ...[
    '=HYPERLINK("https://example.com")',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\n=1',
    '\r=1',
    ' =1',
    '\u00a0 =1',
  ],
  ...[
    '\uFF1D1',
    '\uFF0B1',
    '\uFF0D1',
    '\uFF201',
    ' \uFF1D1',
    '\u200b=1',
    '\ufeff=1',
    '\u202e=1',
    '\u0000=1',
    '\n',
  ],
])('disarms %j, which a spreadsheet would run', (text) => {
  expect(csvOf(text)).toMatch(/^"?'/);
});

it.each([' plain', 'a=b', 'web-1', 'e@example.com'])('leaves %j as it is', (text) => {
  expect(csvOf(text)).toBe(`${text}\n`);
});
