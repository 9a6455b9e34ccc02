import { hourMs, minuteMs, nowMs } from '../builders.ts';
import type { PlanCase } from './facts.ts';

const twoHoursAgo = nowMs - 2 * hourMs;
/** Running and waiting since the horizon. */
const longSince = { launchedAtMs: twoHoursAgo };
const waiting = { launchedAt: twoHoursAgo, waitingSince: twoHoursAgo } as const;
const unmanaged = { ...waiting, status: 'unmanaged', reason: 'NoInstanceProfile' } as const;
const restarted = { launchedAtMs: nowMs - minuteMs };
const stopped = { status: 'gone', reason: 'Stopped' } as const;

const send = { kind: 'send', reason: 'CommandClaimed', becomes: 'claimed' } as const;
const stillWaiting = { kind: 'record', reason: 'NotRegistered', becomes: 'waiting' } as const;
const noProfile = { kind: 'record', reason: 'NoInstanceProfile', becomes: 'unmanaged' } as const;
const onboardedAgain = { kind: 'record', reason: 'Onboarded', becomes: 'onboarded' } as const;

const horizon: readonly PlanCase[] = [
  {
    name: 'an instance that has waited for as long as the horizon, with the cause that was found',
    known: { managed: null, instance: longSince, entry: waiting, cause: 'NoInstanceProfile' },
    ...noProfile,
  },
  {
    name: 'an instance that has waited for as long as the horizon, and no cause was looked for',
    known: { managed: null, instance: longSince, entry: waiting },
    kind: 'record',
    reason: 'NotRegistered',
    becomes: 'unmanaged',
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
    name: 'an instance that EC2 does not show at the horizon, of a launch that is younger',
    known: { instance: null, entry: waiting },
    kind: 'record',
    reason: 'NotVisible',
    becomes: 'waiting',
  },
  {
    name: 'an instance that has waited for as long as the horizon and restarted',
    known: { managed: null, instance: restarted, entry: waiting, cause: 'NoInstanceProfile' },
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
    name: 'an unmanaged instance that still is, for the same cause',
    known: { managed: null, instance: longSince, entry: unmanaged, cause: 'NoInstanceProfile' },
    kind: 'leave',
    reason: 'AlreadyUnmanaged',
  },
  {
    name: 'an unmanaged instance that still is, whatever a later look would call the cause',
    known: { managed: null, instance: longSince, entry: unmanaged, cause: 'AgentSilent' },
    kind: 'leave',
    reason: 'AlreadyUnmanaged',
  },
  {
    name: 'an unmanaged instance that restarted',
    known: { managed: null, instance: restarted, entry: unmanaged, cause: 'NoInstanceProfile' },
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

/** The cases of the horizon, and of what comes after rest: causes, restarts, late registrants. */
export const restCases: readonly PlanCase[] = [...horizon, ...afterRest];
