import { aCause, hourMs, minuteMs, nowMs } from '../builders.ts';
import type { PlanCase } from './facts.ts';

const twoHoursAgo = nowMs - 2 * hourMs;
/** Running, and waiting for as long as the horizon. */
const longSince = { launchedAtMs: twoHoursAgo };
const waiting = { launchedAt: twoHoursAgo, waitingSince: twoHoursAgo } as const;
const noProfileCause = aCause();
/** The look for its cause is due in an hour. */
const unmanaged = {
  ...waiting,
  status: 'unmanaged',
  reason: 'NoInstanceProfile',
  dueAt: nowMs + hourMs,
} as const;
/** The look for its cause is due now. */
const unmanagedDue = { ...unmanaged, dueAt: nowMs } as const;
const restarted = { launchedAtMs: nowMs - minuteMs };
const stopped = { status: 'gone', reason: 'Stopped' } as const;

const send = { kind: 'send', reason: 'CommandClaimed', becomes: 'claimed' } as const;
const stillWaiting = { kind: 'record', reason: 'NotRegistered', becomes: 'waiting' } as const;
const incomplete = aCause({ code: 'CauseNotKnown', certainty: 'likely', lacksEvidence: true });
const alreadyUnmanaged = { kind: 'leave', reason: 'AlreadyUnmanaged' } as const;
const noProfile = { kind: 'record', reason: 'NoInstanceProfile', becomes: 'unmanaged' } as const;
const onboardedAgain = { kind: 'record', reason: 'Onboarded', becomes: 'onboarded' } as const;

const horizon: readonly PlanCase[] = [
  {
    name: 'an instance that has waited for as long as the horizon, with the cause that was found',
    known: { managed: null, instance: longSince, entry: waiting, cause: noProfileCause },
    ...noProfile,
  },
  {
    name: 'an instance that has waited for as long as the horizon, and no cause was looked for',
    known: { managed: null, instance: longSince, entry: waiting },
    kind: 'leave',
    reason: 'NotRegistered',
  },
  {
    name: 'an instance that has waited for a moment less than the horizon',
    known: { managed: null, instance: longSince, entry: { ...waiting, waitingSince: twoHoursAgo + 1 } },
    ...stillWaiting,
  },
  {
    name: 'an instance that registers at the horizon',
    known: { instance: longSince, entry: waiting },
    ...send,
  },
  {
    name: 'an instance whose agent has not answered for as long as the horizon',
    known: { managed: { isOnline: false }, instance: longSince, entry: waiting },
    kind: 'record',
    reason: 'ConnectionLost',
    becomes: 'unmanaged',
  },
  {
    name: 'an instance that EC2 does not show at the horizon, of a state change that is younger',
    known: { instance: null, entry: waiting },
    kind: 'record',
    reason: 'NotVisible',
    becomes: 'waiting',
  },
  {
    name: 'an instance that has waited for as long as the horizon and restarted',
    known: { managed: null, instance: restarted, entry: waiting, cause: noProfileCause },
    ...stillWaiting,
  },
  {
    name: 'an instance with a claim that ran out, which is not managed any more, hours after its start',
    known: {
      managed: null,
      instance: longSince,
      entry: { status: 'claimed', reason: 'CommandClaimed', launchedAt: twoHoursAgo, leaseUntil: nowMs },
    },
    ...stillWaiting,
  },
  {
    name: 'an instance that waited for as long as the horizon and is excluded by its tag now',
    known: { managed: null, instance: { ...longSince, tags: { 'muster:exclude': '' } }, entry: waiting },
    kind: 'record',
    reason: 'ExcludedByTag',
    becomes: 'excluded',
  },
];

const afterRest: readonly PlanCase[] = [
  {
    name: 'an unmanaged instance that has registered a day later',
    known: { instance: longSince, entry: unmanaged },
    ...send,
  },
  {
    name: 'an unmanaged instance that still is, before its cause is looked for again',
    known: { managed: null, instance: longSince, entry: unmanaged, cause: aCause({ code: 'AgentSilent' }) },
    ...alreadyUnmanaged,
  },
  {
    name: 'an unmanaged instance whose agent is registered and silent, before its cause is looked for again',
    known: { managed: { isOnline: false }, instance: longSince, entry: unmanaged },
    ...alreadyUnmanaged,
  },
  {
    name: 'an unmanaged instance whose cause is due, where nobody looked for it',
    known: { managed: null, instance: longSince, entry: unmanagedDue },
    ...alreadyUnmanaged,
  },
  {
    name: 'an unmanaged instance whose cause is due and the same',
    known: { managed: null, instance: longSince, entry: unmanagedDue, cause: noProfileCause },
    ...noProfile,
  },
  {
    name: 'an unmanaged instance whose cause is due and another',
    known: { managed: null, instance: longSince, entry: unmanagedDue, cause: aCause({ code: 'NoRoute' }) },
    kind: 'record',
    reason: 'NoRoute',
    becomes: 'unmanaged',
  },
  {
    name: 'an unmanaged instance whose cause is due, and its agent is registered and silent',
    known: { managed: { isOnline: false }, instance: longSince, entry: unmanagedDue },
    kind: 'record',
    reason: 'ConnectionLost',
    becomes: 'unmanaged',
  },
  {
    name: 'an unmanaged instance whose cause is due, and the evidence for another was missing',
    known: { managed: null, instance: longSince, entry: unmanagedDue, cause: incomplete },
    ...noProfile,
  },
  {
    name: 'an instance that has waited for as long as the horizon, and evidence was missing',
    known: { managed: null, instance: longSince, entry: waiting, cause: incomplete },
    kind: 'record',
    reason: 'CauseNotKnown',
    becomes: 'unmanaged',
  },
  {
    name: 'an unmanaged instance that restarted',
    known: { managed: null, instance: restarted, entry: unmanaged, cause: noProfileCause },
    ...stillWaiting,
  },
  {
    name: 'an unmanaged instance that is terminated',
    known: { managed: null, instance: { state: 'terminated' }, entry: unmanaged },
    kind: 'record',
    reason: 'Terminated',
    becomes: 'gone',
  },
  {
    name: 'an instance that was onboarded, stopped, and runs again',
    known: { instance: restarted, entry: { ...stopped, onboardedAt: 1, commandId: 'command-1' } },
    ...onboardedAgain,
  },
  {
    name: 'an instance that was onboarded, stopped, runs again, and is not managed yet',
    known: { managed: null, instance: restarted, entry: { ...stopped, onboardedAt: 1 } },
    ...onboardedAgain,
  },
  {
    name: 'an instance whose command failed for a passing reason, when it is due',
    known: { entry: { reason: 'Undelivered', attempts: 1, waitingSince: nowMs } },
    ...send,
  },
];

/** The cases of the horizon and of the time after rest: causes, restarts, late registrations. */
export const restCases: readonly PlanCase[] = [...horizon, ...afterRest];
