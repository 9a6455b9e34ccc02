import type { Member } from '../../lambdas/shared/domain/rollout/member.ts';
import { readTakenUp } from '../../lambdas/shared/domain/rollout/taken-up.ts';
import { errandOf } from '../../lambdas/shared/domain/roster/errand.ts';
import type { RosterEntry } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import type { TakeUp } from '../rollouts/rollout-watch.ts';
import type { StartedRollout } from '../rollouts/start-rollout.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';

/** What these invariants read. */
type Known = Pick<Evidence, 'rollout' | 'beginMs' | 'restoredMs'>;

/**
 * Contained: whenever members are taken up, no more of those that the roll-out took up are in flight, failed or baking
 * than its caps allow: in all, in a group of one that is taken up, and in its zone.
 */
export function checkContained({ rollout, beginMs }: Known): readonly Breach[] {
  if (rollout === undefined) return [];
  return rollout.watch.takeUps.flatMap((takeUp) => {
    const atSeconds = Math.round((takeUp.atMs - beginMs) / 1000);
    return excessesOf(takeUp, rollout).map((what) => ({ what: `${what} at ${atSeconds} s` }));
  });
}

function excessesOf(takeUp: TakeUp, { plan, members }: StartedRollout): readonly string[] {
  const entries = new Map(takeUp.entries.map((entry) => [entry.instanceId, entry]));
  const used = members.filter((member) => isUnsettled(entries.get(member.instanceId), takeUp, plan));
  const taken = members.filter(({ instanceId }) => takeUp.takenIds.includes(instanceId));
  const excess = (count: number, cap: number | undefined, where: string) =>
    cap !== undefined && count > cap
      ? [`${count} are in flight, failed or baking ${where}; its cap is ${cap}`]
      : [];
  const countIn = (of: (member: Member) => string | undefined, name: string) =>
    used.filter((member) => of(member) === name).length;
  const groups = new Set(taken.flatMap(({ group }) => group ?? []));
  const zones = new Set(taken.map(({ zone }) => zone));
  const { caps } = plan;
  return [
    ...excess(used.length, caps.all, 'in all'),
    ...[...groups].flatMap((group) =>
      excess(countIn(ofGroup, group), caps.groups[group], `in the group ${group}`),
    ),
    ...[...zones].flatMap((zone) => excess(countIn(ofZone, zone), caps.zones[zone], `in the zone ${zone}`)),
  ];
}

const ofGroup = ({ group }: Member) => group;
const ofZone = ({ zone }: Member) => zone;

/** True for an instance that the roll-out took up, and of which it is not known that it is well. */
function isUnsettled(
  entry: RosterEntry | undefined,
  { retriedMs, atMs }: TakeUp,
  { rolloutId, gate, versions, errand }: StartedRollout['plan'],
): boolean {
  const own = errandOf(entry);
  if (errand !== undefined && own?.rolloutId === rolloutId && entry?.status !== 'gone') {
    if (own.status === 'done') return atMs < own.changedAt + gate.bakeSeconds * 1000;
    return own.status === 'failed' ? own.changedAt > retriedMs : true;
  }
  if (errand !== undefined) return false;
  if (readTakenUp(entry?.rollout)?.rolloutId !== rolloutId || entry === undefined) return false;
  switch (entry.status) {
    case 'gone':
      return false;
    case 'excluded':
      return entry.reason === 'UnsupportedPlatform';
    case 'unmanaged':
      // It was adopted and could be sent nothing: that is no fault of the roll-out.
      return entry.document !== undefined || entry.agents !== undefined;
    case 'failed':
      return entry.changedAt > retriedMs;
    case 'onboarded': {
      const sent = entry.agents ?? [entry];
      const isPutBack = sent.some(
        ({ document = '', documentVersion }) => (versions[document] ?? documentVersion) !== documentVersion,
      );
      return !isPutBack && atMs < entry.changedAt + gate.bakeSeconds * 1000;
    }
    default:
      return true;
  }
}

/**
 * Resumable: whoever died, the roll-out has come to an end or stands still for a person, and has obeyed what a person
 * asked. It holds launches for as long as it is under way, if it is one that does. A table that was restored to a moment before its start does not know it. That nothing is sent twice is judged by
 * NotTwice.
 */
export function checkResumable({ rollout, restoredMs }: Known): readonly Breach[] {
  if (rollout === undefined) return [];
  const { wish, progress } = rollout.watch.item();
  const isHeld = rollout.watch.holdsLaunches();
  if (progress === '' && restoredMs !== undefined)
    return isHeld ? [{ what: 'a roll-out that is not there holds launches' }] : [];
  const status = /"status":"(\w+)"/.exec(progress)?.[1];
  const isAtRest = status !== undefined && ['done', 'aborted', 'stopped', 'paused'].includes(status);
  if (!isAtRest) return [{ what: `the roll-out goes on: ${progress}` }];
  if (isHeld !== (rollout.plan.launches === 'earlier' && (status === 'stopped' || status === 'paused')))
    return [{ what: `launches are ${isHeld ? '' : 'not '}held by a roll-out that is ${status}` }];
  return wish === undefined ? [] : [{ what: `the roll-out has not obeyed ${wish}: ${progress}` }];
}

/** For how long after a throttled command a roll-out makes room for launches. */
const throttledMs = 60_000;

/**
 * LaunchesFirst: nobody is taken up while messages wait untaken in the launch queue, and for a minute after a command was
 * throttled. A message counts when it waited for all of the call that took members up, and a throttled command when it
 * was before the call.
 */
export function checkLaunchesFirst({ rollout, beginMs }: Known): readonly Breach[] {
  if (rollout === undefined) return [];
  return rollout.watch.takeUps.flatMap(({ atMs, takenIds, waitingMessages, throttled }): Breach[] => {
    const says = `${takenIds.length} were taken up at ${Math.round((atMs - beginMs) / 1000)} s`;
    const recent = throttled.filter((one) => atMs - one.atMs < throttledMs);
    return [
      ...(waitingMessages > 0 ? [{ what: `${says}, and ${waitingMessages} messages waited` }] : []),
      ...recent.slice(0, 1).map(({ instanceId, atMs: thenMs }) => ({
        instanceId,
        what: `${says}, and a command was throttled ${Math.round((atMs - thenMs) / 1000)} s before`,
      })),
    ];
  });
}
