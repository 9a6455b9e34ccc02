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

/** Those that no time mends once they are broken: a run need not go on for them. */
export const lastingPromises: readonly PromiseName[] = [
  'NotTwice',
  'Frugal',
  'LeastPrivilege',
  'DeployedBytes',
];

/** The statuses in which an entry rests when everything has converged (docs/design.md). */
export const restingStatuses: readonly string[] = ['onboarded', 'failed', 'unmanaged', 'excluded', 'gone'];

/** For how long faults go on after the last launch, in virtual seconds. */
export const safetySeconds = 60 * 60;

/**
 * Within which virtual time everything converges once the faults have ended: agents may register two hours later and
 * are found by the sweep, every 20 minutes; a command that nobody answers is given up after two hours, and may be
 * tried again.
 */
export const convergenceSeconds = 14 * 60 * 60;

/** How often a run looks whether everything has converged, and for how long it goes on at least. */
export const convergenceStepSeconds = 30 * 60;

/** From the start (or a registration that comes within the delay) to the command: delay, window, long poll, work. */
export const promptSecondsMax = 7 * 60;
/** From a registration within half an hour of the start to the command: a look at every recheck, 4 to 6 minutes apart. */
export const earlySecondsMax = 7 * 60;
/** From a later registration to the command: a look every 15 minutes; after the horizon the sweep, every 30. */
export const lateSecondsMax = 45 * 60;

/**
 * After which time without a call that ended well somebody hears of a function that is called every `periodSeconds`:
 * two or three rounds, as its alarm has it, and what the alarm looks at beyond them.
 */
export const unheardSecondsMax = (periodSeconds: number) => 4 * periodSeconds + 30 * 60;
/** So long without one is no cause for an alarm: a single call that fails or does not come is made good by the next. */
export const calmSecondsMin = (periodSeconds: number) => 2 * periodSeconds;

/** From how many launches on the cost of a launch is what it is in a burst, and not what an idle account costs. */
export const frugalLaunchesMin = 10_000;
/** Calls a launch over its whole life. */
export const frugalCallsMax = { ssm: 0.15, dynamodb: 0.2 } as const;
/** Calls of Systems Manager for an instance that gets a command, up to it: the first look, and the command. */
export const frugalCallsToCommandMax = 0.05;
