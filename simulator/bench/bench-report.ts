import type { Timeliness } from '../promises/timeliness.ts';
import type { FormResult } from './bench-forms.ts';
import type { FunctionResult } from './bench-functions.ts';
import type { RehearsalResult } from './bench-rehearsal.ts';
import type { ScaleResult } from './bench-scale.ts';
import type { prices } from './prices.ts';

/** What the bench measured, in one run on one machine. */
export interface BenchReport {
  readonly seed: number;
  readonly synthSeconds: number;
  readonly functions: readonly FunctionResult[];
  readonly scales: readonly ScaleResult[];
  readonly rehearsals: readonly RehearsalResult[];
  readonly forms: readonly FormResult[];
  readonly timeliness: readonly TimedSettings[];
  readonly prices: typeof prices;
}

/** How soon commands are sent with one set of settings: those of `muster.config.ts`, or the fast ones. */
export interface TimedSettings extends Timeliness {
  readonly settings: 'given' | 'fast';
}
