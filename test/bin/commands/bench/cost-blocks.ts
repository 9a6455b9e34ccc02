import { launchCostTable, monthCostTable } from '../../../../bin/print/cost-tables.ts';
import type { FormResult } from '../../../../simulator/bench/bench-forms.ts';
import type { CostReport } from '../../../../simulator/bench/bench-report.ts';
import { prices, pricesAsOf, pricesRegion } from '../../../../simulator/bench/prices.ts';
import { markdownTable } from '../../../tree/docs/measured-blocks.ts';

/** The pages with figures that the bench measures, and their blocks. */
export function costBlocks(
  cost: CostReport,
  forms: readonly Pick<
    FormResult,
    'form' | 'faults' | 'launches' | 'lost' | 'sentTwice' | 'callsPerLaunch' | 'dollarsPerThousand'
  >[],
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { measured, launches, ends, months } = cost;
  const sums = months.map(({ fleet, dollars }) => [fleet, dollars.toFixed(1)]);
  return {
    'README.md': {
      launches:
        `1,000 launches cost ${Number(launches.dollars.toPrecision(2))} USD, from the first event to the recorded result, and take\n` +
        `${measured.callsPerLaunch.toFixed(1)} calls a launch. Their ends cost ${Number(ends.dollars.toPrecision(2))} USD.`,
      months: markdownTable([['a month in one region', 'USD'], ...sums]),
    },
    'docs/cost.md': {
      launches: markdownTable(launchCostTable(cost)),
      months: markdownTable(monthCostTable(cost)),
      forms: markdownTable(
        [
          ['form', 'faults', 'launches', 'lost', 'sent twice', 'calls a launch', 'USD for 1,000'],
          ...forms.map((form) => [
            ...[words[form.form], form.faults, form.launches, form.lost, form.sentTwice],
            ...[form.callsPerLaunch.toFixed(1), String(Number(form.dollarsPerThousand.toPrecision(2)))],
          ]),
        ],
        2,
      ),
      prices: `Prices of ${pricesRegion}, gathered on ${pricesAsOf}:\n\n${markdownTable(
        [
          ['unit', 'USD', 'for', 'source'],
          ...prices.map(({ of, dollars, per, source }) => [of, dollars, perText(per), source]),
        ],
        4,
      )}`,
    },
  };
}

const words = {
  muster: 'Muster',
  'wait-then-send': 'wait three minutes, look once, send, forget',
  'send-at-once': 'one call for each event, no queue',
} as const;

function perText(per: number): string {
  if (per === 2 ** 30) return '1 GB';
  return per === 1 ? '1' : per.toLocaleString('en-US');
}
