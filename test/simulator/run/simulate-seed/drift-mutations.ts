import { verificationVariants } from '../../../../simulator/settings/verification-variants.ts';

const [told, sentAgain] = verificationVariants().map(({ settings }) => settings);

/** Defences of the verification, in the form of a `Mutation`. */
export const driftMutations = [
  {
    name: 'nobody is handed over to be verified',
    file: 'lambdas/sweep/plan-hand-over.ts',
    from: 'isDueWithin(entry, { fromMs, untilMs })',
    to: 'false',
    promise: 'DriftTold' as const,
    settings: told ?? {},
    faults: [],
  },
  {
    name: 'a check that fails tells nothing',
    file: 'lambdas/shared/domain/verification/check-answer.ts',
    from: 'isTooLong || failedChecks.includes(reason)',
    to: 'isTooLong',
    promise: 'DriftTold' as const,
    settings: told ?? {},
    faults: [],
  },
  {
    name: 'a drift is sent again and not told',
    file: 'lambdas/shared/domain/verification/move-drifted.ts',
    from: 'waitingSince: nowMs, drift }',
    to: "waitingSince: nowMs, drift: '' }",
    promise: 'NotTwice' as const,
    settings: sentAgain ?? {},
    faults: [],
  },
];
