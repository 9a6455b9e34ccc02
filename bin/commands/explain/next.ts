import { isUp } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { isOutside } from '../../../lambdas/shared/domain/fleet/outside.ts';
import { isReasonCode, reasons } from '../../../lambdas/shared/domain/roster/reason.ts';
import type {
  EntryOf,
  RosterEntry,
  RosterStatus,
} from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { DeploymentFacts } from '../../../lambdas/shared/runtime/contract.ts';
import { durationText } from '../../print/duration-text.ts';
import type { Facts } from './read-facts.ts';

/** What Muster does next about an instance. Times are ISO 8601, in UTC, and absent when none is set. */
export interface Next {
  readonly what: string;
  /** Not before. */
  readonly at?: string;
  /** Not after, when no call fails. */
  readonly by?: string;
  /** The same for what is due already: so much from now on. */
  readonly withinSeconds?: number;
  /** From when on the instance counts as unmanaged, if nothing has changed by then. Never a moment that has passed. */
  readonly unmanagedAt?: string;
}

/** What is next about an instance that the roster knows, as the roster and EC2 stand. */
export function tellNext(facts: Facts, entry: RosterEntry): Next {
  const { instance, nowMs, deployment } = facts;
  const isRunning = instance !== undefined && isUp(instance.state);
  if (entry.status === 'gone') return nextOfGone(facts, entry);
  // EC2 may not show an instance yet that has started a moment ago.
  if (!isRunning && entry.reason !== 'NotVisible') return nextOfEnded(facts, entry);
  switch (entry.status) {
    case 'waiting':
      return nextOfWaiting(facts, entry);
    case 'claimed':
      return entry.leaseUntil > nowMs
        ? nextRecheck(facts, 'the command is sent; if it is not, a recheck finds out', entry.leaseUntil)
        : nextRecheck(
            facts,
            'the claim has run out: a recheck finds out whether the command was sent',
            nowMs,
          );
    case 'commanded':
      return nextRecheck(facts, 'the event of its result comes, or a recheck reads it', entry.dueAt);
    case 'unmanaged':
      return nextRecheck(
        facts,
        `${watchText(entry.reason, deployment)}; its cause is looked for again`,
        entry.dueAt,
      );
    case 'onboarded':
    case 'failed':
    case 'excluded':
      return { what: restText(entry, facts.deployment) };
  }
}

/** What is next about an instance that the roster does not know. */
export function nextOfUnknown({ instance, deployment }: Facts): Next {
  if (instance === undefined) return { what: 'nothing: check the id, --region and --environment' };
  if (instance.outside !== undefined)
    return {
      what: 'a sweep brings it if its role is that of Muster or in hybrid.roles; one of others is left alone until muster look',
    };
  if (instance.state === 'terminated' || instance.state === 'shutting-down')
    return { what: 'nothing is sent: it has ended' };
  if (!isUp(instance.state)) return { what: 'it is taken up when it starts again' };
  if (deployment === undefined) return { what: 'the event of its start brings it, or a sweep' };
  const { launchSeconds, missingAfterSeconds, sweepSeconds } = deployment;
  const late = missingAfterSeconds + sweepSeconds + launchSeconds;
  return {
    what:
      `the event of its start brings it within ${durationText(launchSeconds)}, or a sweep within ` +
      `${durationText(late)}; one that ran before Muster was deployed is left alone until muster rollout start --not-adopted`,
  };
}

/** What the first recheck does that comes after a time. */
function nextRecheck({ nowMs, deployment }: Facts, what: string, dueAt: number): Next {
  const at = dueAt > nowMs ? { at: iso(dueAt) } : {};
  return {
    what,
    ...at,
    ...(deployment === undefined ? {} : latest(dueAt, deployment.recheckSeconds, nowMs)),
  };
}

/** The latest moment of something that comes within some seconds after it is due. */
function latest(dueAt: number, seconds: number, nowMs: number): Pick<Next, 'by' | 'withinSeconds'> {
  return dueAt > nowMs ? { by: iso(dueAt + seconds * 1000) } : { withinSeconds: seconds };
}

/** A wait for registration or for a send has an end. After an outage that has passed before a recheck sees it. */
function nextOfWaiting(facts: Facts, entry: EntryOf<'waiting'>): Next {
  const endMs = horizonOf(facts, entry);
  const isOver = endMs !== undefined && endMs <= facts.nowMs;
  const what = isOver
    ? `${waitText(entry)}; it has waited so long that it is then unmanaged, unless that goes well`
    : waitText(entry);
  return {
    ...nextRecheck(facts, what, entry.dueAt),
    ...(endMs === undefined || isOver ? {} : { unmanagedAt: iso(endMs) }),
  };
}

function waitText({ reason, statusDetails }: EntryOf<'waiting'>): string {
  if (reason === 'Drifted') return 'a recheck sends the document again';
  if (reason === 'NextAgent') return 'a recheck sends the next agent of its profile';
  return statusDetails === undefined ? 'a recheck looks again' : 'a recheck sends another command';
}

/** When a wait ends, in epoch milliseconds; undefined for one without an end. */
function horizonOf({ deployment }: Facts, { reason, waitingSince }: EntryOf<'waiting'>): number | undefined {
  const hasEnd = reason === 'NotRegistered' || statusesOf(reason).includes('unmanaged');
  return deployment === undefined || !hasEnd ? undefined : waitingSince + deployment.horizonSeconds * 1000;
}

function statusesOf(reason: string): readonly RosterStatus[] {
  return isReasonCode(reason) ? reasons[reason].statuses : [];
}

/** What each sweep does about an unmanaged instance. Some of them answer, and something else is wrong. */
function watchText(reason: string, deployment: DeploymentFacts | undefined): string {
  const sweep = `a sweep${every(deployment)}`;
  if (reason === 'AgentTooOld') return `${sweep} sees when its SSM agent is new enough`;
  const isRefused = reason !== 'ConnectionLost' && statusesOf(reason).includes('waiting');
  return isRefused ? `${sweep} has it tried again` : `${sweep} sees when its agent answers`;
}

function restText(
  { status, reason }: EntryOf<'onboarded' | 'failed' | 'excluded'>,
  deployment: DeploymentFacts | undefined,
): string {
  const verified =
    deployment?.verifyEvery === undefined ? '' : `; it is verified every ${deployment.verifyEvery}`;
  if (status === 'onboarded')
    return `nothing: it is done, until its tags choose another profile or a roll-out comes${verified}`;
  if (status === 'failed')
    return 'nothing by itself, until it starts again, its tags change, or a deployment changes what is sent';
  if (reason === 'ServiceManaged') return 'nothing: the service looks after it';
  return 'nothing by itself, until its tags or the configuration change';
}

/** Its end is not in the roster yet. */
function nextOfEnded(
  { instance, deployment, nowMs }: Facts,
  { instanceId, status, changedAt }: RosterEntry,
): Next {
  const shows = isOutside(instanceId) ? 'Systems Manager' : 'EC2';
  const seen = instance === undefined ? `${shows} does not show it` : `EC2 shows it as ${instance.state}`;
  const what = `${seen}: its event, or a sweep${every(deployment)}, closes the entry`;
  // The result of a command is recorded first, and that may come late.
  if (deployment === undefined || status === 'commanded' || status === 'claimed') return { what };
  const { missingAfterSeconds, sweepSeconds, launchSeconds } = deployment;
  const oldMs = changedAt + missingAfterSeconds * 1000;
  return { what, ...latest(oldMs, sweepSeconds + launchSeconds, nowMs) };
}

function nextOfGone({ instance, deployment }: Facts, entry: EntryOf<'gone'>): Next {
  if (instance !== undefined && isUp(instance.state))
    return { what: `it runs again: the event of its start, or a sweep${every(deployment)}, opens the entry` };
  if (entry.reason === 'Stopped')
    return instance?.state === 'stopped' || instance?.state === 'stopping'
      ? { what: 'it is looked at when it starts again' }
      : { what: `it is terminated: its event, or a sweep${every(deployment)}, says so in the entry` };
  const ended = isOutside(entry.instanceId) ? 'it is no longer registered' : 'it is terminated';
  return entry.expiresAt === undefined
    ? { what: `nothing: ${ended}` }
    : {
        what: `nothing: ${ended}, and DynamoDB deletes the entry some days after`,
        at: iso(entry.expiresAt),
      };
}

function every(deployment: DeploymentFacts | undefined): string {
  return deployment === undefined ? '' : ` (every ${durationText(deployment.sweepSeconds)})`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
