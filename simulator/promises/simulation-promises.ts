import type { RosterStatus } from '../../lambdas/shared/domain/roster/roster-entry.ts';

/** The names of the promises that are checked, in the order of the design. */
export const promiseNames = [
  'Accounted',
  'NotTwice',
  'NeverStuck',
  'LateNotLost',
  'Frugal',
  'NothingUnseen',
  'LeastPrivilege',
  'DeployedBytes',
] as const;
export type PromiseName = (typeof promiseNames)[number];

/** The promises that stay broken once they are broken. A run does not continue for their sake. */
export const lastingPromises: readonly PromiseName[] = [
  'NotTwice',
  'Frugal',
  'LeastPrivilege',
  'DeployedBytes',
];

/** Whether a status is a resting status after convergence (docs/design.md). */
export const isResting: Readonly<Record<RosterStatus, boolean>> = {
  waiting: false,
  claimed: false,
  commanded: false,
  onboarded: true,
  failed: true,
  unmanaged: true,
  excluded: true,
  gone: true,
};

/** How long faults continue after the last launch, in virtual seconds. */
export const safetySeconds = 60 * 60;

/** The time between two checks for convergence, and the shortest time that a run continues. */
export const convergenceStepSeconds = 30 * 60;

/**
 * The longest time without a successful call before the alarm of a function that is called every `periodSeconds` goes
 * off: two or three rounds, and the further periods that the alarm evaluates.
 */
export const unheardSecondsMax = (periodSeconds: number) => 4 * periodSeconds + 30 * 60;
/**
 * Within this time, the lack of a successful call must not raise an alarm. One call that fails or is missing is made up
 * for by the next.
 */
export const calmSecondsMin = (periodSeconds: number) => 2 * periodSeconds;

/** The number of launches from which the cost per launch is that of a burst and not that of an idle account. */
export const frugalLaunchesMin = 10_000;
/** The most calls per launch over its whole life. */
export const frugalCallsMax = { ssm: 0.15, dynamodb: 0.2 } as const;
/**
 * The most calls of Systems Manager per instance that gets a command, up to that command: the first look and the
 * SendCommand.
 */
export const frugalCallsToCommandMax = 0.05;
