import type { RosterStatus } from '../../lambdas/shared/domain/roster/roster-entry.ts';

/** The names of the promises that are checked. */
export const promiseNames = [
  'Accounted',
  'NotTwice',
  'NeverStuck',
  'LateNotLost',
  'FollowsTags',
  'Frugal',
  'NothingUnseen',
  'LeastPrivilege',
  'DeployedBytes',
  'Contained',
  'Resumable',
  'LaunchesFirst',
  'Mended',
  'NoLoop',
  'Gated',
  'Told',
  'DriftTold',
  'Undone',
] as const;
export type PromiseName = (typeof promiseNames)[number];

/** Those that are checked when a run has converged. Undone is checked after everything was taken back. */
export type CheckedPromise = Exclude<PromiseName, 'Undone'>;
export const checkedPromises = promiseNames.filter((name) => name !== 'Undone');

/** Those that no time mends once they are broken. */
const lastingPromises: readonly CheckedPromise[] = [
  'NoLoop',
  'Gated',
  'NotTwice',
  'Frugal',
  'LeastPrivilege',
  'DeployedBytes',
  'Contained',
  'LaunchesFirst',
];

/** The others: a run goes on for them. */
export const mendingPromises = checkedPromises.filter((name) => !lastingPromises.includes(name));

/** Whether an entry rests in a status when everything has converged. */
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

/** For how long faults go on after the last launch, in virtual seconds. */
export const safetySeconds = 60 * 60;

/** How often a run looks whether everything has converged, and for how long it goes on at least. */
export const convergenceStepSeconds = 30 * 60;

/** For how much longer a run with a roll-out goes on at most: small caps take members up a few at a time. */
export const rolloutSeconds = (launches: number) => 12 * 60 * 60 + launches * 4 * 60;

/**
 * For how much longer a run with remediation goes on at most: AWS Config looks at what it has overlooked once a day, and
 * each attempt of a runbook may wait for an hour.
 */
export const remediationSeconds = 36 * 60 * 60;

/**
 * After which time without a call that ended well somebody hears of a function that is called every `periodSeconds`:
 * two or three rounds, as its alarm has it, and what the alarm looks at beyond them.
 */
export const unheardSecondsMax = (periodSeconds: number) => 4 * periodSeconds + 30 * 60;
/** So long without one is no cause for an alarm: a single call that fails or does not come is made good by the next. */
export const calmSecondsMin = (periodSeconds: number) => 2 * periodSeconds;

/** From how many launches on the cost of a launch is what it is in a burst, and not what an idle account costs. */
export const frugalLaunchesMin = 10_000;
/** Calls a launch over its whole life, for each agent that its profile may name. */
export const frugalCallsMax = { ssm: 0.15, dynamodb: 0.2 } as const;
/** Calls of Systems Manager for an instance that gets a command, up to it: the first look, and a command an agent. */
export const frugalCallsToCommandMax = 0.05;
