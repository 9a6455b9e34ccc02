import type { FormResult } from '../../../simulator/bench/bench-forms.ts';
import type { FunctionResult } from '../../../simulator/bench/bench-functions.ts';
import type { ScaleResult } from '../../../simulator/bench/bench-scale.ts';
import type { prices } from '../../../simulator/bench/prices.ts';
import type { Timeliness } from '../../../simulator/promises/timeliness.ts';

/** What the bench measured, in one run on one machine. */
export interface BenchReport {
  readonly seed: number;
  readonly synthSeconds: number;
  readonly functions: readonly FunctionResult[];
  readonly scales: readonly ScaleResult[];
  readonly forms: readonly FormResult[];
  readonly timeliness: readonly TimedSettings[];
  readonly prices: typeof prices;
}

/** How soon commands come with some settings: those of `muster.config.ts`, or fast ones. */
export interface TimedSettings extends Timeliness {
  readonly settings: 'given' | 'fast';
}
