import type { CostReport } from '../../simulator/bench/bench-report.ts';
import { costByService, prices } from '../../simulator/bench/prices.ts';
import type { Cell } from './text-table.ts';

/** A table as rows of cells, the first of which is its head. */
export type CellTable = readonly (readonly Cell[])[];

/** A unit that costs less for 1,000 launches is left out. */
const leastDollars = 0.000_005;

/** What 1,000 launches and 1,000 ends of instances cost, by unit. */
export function launchCostTable({ launches, ends, measured }: CostReport): CellTable {
  const rows = prices.flatMap(({ unit, of }): Cell[][] => {
    const [launch, end] = [launches, ends].map(({ charges }) => charges.find((each) => each.unit === unit));
    if (Math.max(launch?.dollars ?? 0, end?.dollars ?? 0) < leastDollars) return [];
    return [
      [of, amount(launch?.amount), money(launch?.dollars, 5), amount(end?.amount), money(end?.dollars, 5)],
    ];
  });
  return [
    [`for 1,000, of ${measured.launches.toLocaleString('en-US')}`, 'launched', 'USD', 'ended', 'USD'],
    ...rows,
    ['together', '', money(launches.dollars, 4), '', money(ends.dollars, 4)],
  ];
}

/** What months of fleets cost, by service. */
export function monthCostTable({ months }: CostReport): CellTable {
  const services = [...new Set(months.flatMap(({ bill }) => Object.keys(costByService(bill))))];
  const rows = months.map(({ fleet, bill, dollars }): Cell[] => {
    const sums = costByService(bill);
    return [fleet, ...services.map((service) => money(sums[service], 2)), money(dollars, 1)];
  });
  return [['USD a month', ...services, 'together'], ...rows];
}

function money(dollars = 0, digits: number): string {
  return dollars.toFixed(digits);
}

/** Two digits that count: more would tell one run from another, and no fleet from another. */
function amount(value = 0): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US');
}
