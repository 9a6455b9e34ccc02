import type { Timeliness } from '../promises/timeliness.ts';
import type { CommandsResult } from './bench-commands.ts';
import type { FormResult } from './bench-forms.ts';
import type { FunctionResult } from './bench-functions.ts';
import type { RehearsalResult } from './bench-rehearsal.ts';
import type { ScaleResult } from './bench-scale.ts';
import type { BillMeasure } from './measure-bill.ts';
import type { Bill, Charge, Price } from './prices.ts';

/** What the bench measured, in one run on one machine. */
export interface BenchReport {
  readonly seed: number;
  readonly synthSeconds: number;
  readonly functions: readonly FunctionResult[];
  readonly scales: readonly ScaleResult[];
  readonly rehearsals: readonly RehearsalResult[];
  readonly operators: CommandsResult;
  readonly forms: readonly FormResult[];
  readonly timeliness: readonly TimedSettings[];
  readonly cost: CostReport;
  readonly prices: readonly Price[];
}

/** What Muster costs, by the prices of `prices.ts`. */
export interface CostReport {
  readonly measured: BillMeasure;
  /** Of 1,000 launches, and of 1,000 ends of an instance. */
  readonly launches: PricedBill;
  readonly ends: PricedBill;
  readonly months: readonly (PricedBill & { readonly fleet: string })[];
}

/** A bill with its prices. */
export interface PricedBill {
  readonly bill: Bill;
  readonly charges: readonly Charge[];
  readonly dollars: number;
}

/** How soon commands are sent with one set of settings: those of `muster.config.ts`, or the fast ones. */
export interface TimedSettings extends Timeliness {
  readonly settings: 'given' | 'fast';
}
