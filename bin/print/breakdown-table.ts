import { type Cell, table } from './text-table.ts';

/** The number of instances in each status, by kind. */
type Breakdown = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Statuses, in the order in which an entry passes through them. `lost` is not a status: it has no entry. */
const statuses = [
  'waiting',
  'claimed',
  'commanded',
  'onboarded',
  'failed',
  'unmanaged',
  'excluded',
  'gone',
  'lost',
];

/** A table with a row for each kind, a column for each status that occurs, and the sums. */
export function breakdownTable(title: string, breakdown: Breakdown): string[] {
  const rows = Object.entries(breakdown);
  const shown = statuses.filter((status) => rows.some(([, counts]) => counts[status] !== undefined));
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
  const row = (name: string, counts: Readonly<Record<string, number>>): Cell[] => [
    name,
    ...shown.map((status) => counts[status] ?? ''),
    sum(counts),
  ];
  const totals = Object.fromEntries(
    shown.map((status) => [status, rows.reduce((total, [, counts]) => total + (counts[status] ?? 0), 0)]),
  );
  return table(
    [title, ...shown, 'all'],
    [...rows.map(([name, counts]) => row(name, counts)), row('all', totals)],
  );
}
