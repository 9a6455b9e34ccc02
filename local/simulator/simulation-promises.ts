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

/** Where entries rest in the end (docs/design.md). */
const outcomes = ['onboarded', 'failed', 'unmanaged', 'excluded', 'gone'];

/** For how long faults go on after the last launch, in virtual seconds. */
export const safetySeconds = 60 * 60;

/**
 * Within which virtual time everything converges once the faults have ended: an agent may register 4 h after its
 * launch, the sweep passes every hour, a silent command is given up after 2 h, and it may be tried again.
 */
export const convergenceSeconds = 14 * 60 * 60;

/** From the start (or a registration that comes within the delay) to the command: delay, window, long poll, work. */
export const promptSecondsMax = 7 * 60;
/** From a registration within half an hour of the start to the command: a look every 5 minutes, by a schedule of 5. */
export const earlySecondsMax = 15 * 60;
/** From a later registration to the command: a look every 15 minutes; after the horizon the hourly sweep. */
export const lateSecondsMax = 75 * 60;

/** From how many launches on the cost of a launch is what it is in a burst, and not what an idle account costs. */
export const frugalLaunchesMin = 1000;
/** Calls a launch over its whole life. */
export const frugalCallsMax = { ssm: 0.15, dynamodb: 0.2 } as const;

/**
 * What the application cannot do before recheck, follow-up and sweep are deployed: until then entries rest in these
 * statuses too, these promises are not checked, and an instance whose event is lost has no entry.
 */
export const unfinished = {
  statuses: ['waiting', 'commanded'],
  promises: ['LateNotLost'],
  kinds: ['event-lost'],
} satisfies Readonly<Record<string, readonly string[]>>;

/** The statuses in which an entry may rest when everything has converged. */
export const restingStatuses: readonly string[] = [...outcomes, ...unfinished.statuses];
