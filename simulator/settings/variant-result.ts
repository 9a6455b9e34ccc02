import type { FaultChoice } from '../faults/fault-kinds.ts';
import type { PromiseName } from '../promises/simulation-promises.ts';
import type { Verdict } from '../run/simulate-seed.ts';

/** The result of one variant of the settings with one choice of faults. */
export interface VariantResult {
  readonly name: string;
  /** Why the configuration refuses the variant. Undefined if it was run. */
  readonly refusal?: string;
  readonly faults: FaultChoice;
  readonly runs: number;
  /** The seeds that broke a promise. */
  readonly brokenSeeds: readonly number[];
  /** The broken promises, with the number of violations. */
  readonly broken: Readonly<Partial<Record<PromiseName, number>>>;
  /** The first violation, as a sentence. */
  readonly example?: string;
}

/** The result of a variant that was run. */
export function describeVariant(
  name: string,
  faults: FaultChoice,
  verdicts: readonly Verdict[],
): VariantResult {
  const broken: Partial<Record<PromiseName, number>> = {};
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  for (const { promise } of violations) broken[promise] = (broken[promise] ?? 0) + 1;
  const [first] = violations;
  return {
    name,
    faults,
    runs: verdicts.length,
    brokenSeeds: verdicts.filter(({ violationCount }) => violationCount > 0).map(({ seed }) => seed),
    broken,
    ...(first === undefined ? {} : { example: `${first.instanceId ?? ''} ${first.what}`.trim() }),
  };
}
