import { type Instance, isUp } from '../shared/domain/fleet/instance.ts';
import { isOurs, isOutside } from '../shared/domain/fleet/outside.ts';
import { type Exclusion, findExclusion, reasonOfExclusion } from '../shared/domain/fleet/profile.ts';
import type { StateChange } from '../shared/domain/fleet/state-change.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import { isUnsent } from '../shared/domain/rollout/taken-up.ts';
import { sentErrand } from '../shared/domain/roster/errand.ts';
import { whatItHad } from '../shared/domain/roster/had.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import {
  type Case,
  type Decision,
  type Errands,
  leave,
  type RunningCase,
  record,
  recordOnce,
  type Stage,
} from './decision.ts';
import { planWait, waitingSinceOf } from './plan-wait.ts';

/** What is known before Systems Manager is asked. `stateChanges` holds the latest one of each instance. */
export interface FleetKnowledge {
  readonly stateChanges: readonly StateChange[];
  readonly instances: ReadonlyMap<string, Instance>;
  readonly entries: ReadonlyMap<string, RosterEntry>;
  /** The claims that nobody may take over although they have expired: see `healClaims`. */
  readonly unansweredIds: ReadonlySet<string>;
  readonly settings: OnboardingSettings;
  /** By roll-out: the errand that it sends, of those that some entry is in hand for. */
  readonly errands: Errands;
  readonly nowMs: number;
}

/** If EC2 does not show an instance this long after its start, it never will. */
const forgottenAfterMs = 60 * 60 * 1000;

/**
 * The instances and nodes to ask about. An instance is left out if EC2 has called it terminated and its entry
 * identifies it, and a node outside EC2 while no such nodes are looked at.
 */
export function planDescription(
  stateChanges: readonly StateChange[],
  entries: ReadonlyMap<string, RosterEntry>,
  { outside }: Pick<OnboardingSettings, 'outside'>,
): string[] {
  const asked = stateChanges.filter(
    ({ instanceId, isOver }) =>
      (!isOver || !entries.has(instanceId)) && (outside !== null || !isOutside(instanceId)),
  );
  return asked.map(({ instanceId }) => instanceId);
}

/**
 * The first stage: decides what EC2 and the roster can decide. Open are the instances that run and are not
 * settled: Systems Manager must be asked about them.
 *
 * What EC2 says now outweighs what the event said then, so late, duplicate and reordered events do no harm.
 */
export function planByFleet(known: FleetKnowledge): Stage<RunningCase> {
  const decisions: Decision[] = [];
  const open: RunningCase[] = [];
  for (const stateChange of known.stateChanges) {
    const { instanceId } = stateChange;
    const one: Case = {
      stateChange,
      instance: known.instances.get(instanceId),
      entry: known.entries.get(instanceId),
      settings: known.settings,
      errands: known.errands,
      nowMs: known.nowMs,
    };
    const next = decide(one, known.unansweredIds.has(instanceId));
    if ('kind' in next) decisions.push(next);
    else open.push(next);
  }
  return { decisions, open };
}

function decide(known: Case, isUnanswered: boolean): Decision | RunningCase {
  const { stateChange, instance, entry, nowMs } = known;
  const isNewNode = instance?.outside !== undefined && isOurs(instance, known.settings.outside);
  if (entry === undefined && stateChange.isOfKnown === true && !isNewNode) return leave(known, 'NotInRoster');
  if (entry?.status === 'claimed' && (isUnanswered || entry.leaseUntil > nowMs))
    return { kind: 'retry', stateChange, reason: 'ClaimHeld' };
  if (known.settings.outside === null && isOutside(stateChange.instanceId)) return leaveAlone(known);
  if (instance === undefined) return decideUnseen(known);
  if (entry === undefined && stateChange.isAnew !== true && !isOurs(instance, known.settings.outside))
    return leave(known, 'NodeOfOthers');
  if (!isUp(instance.state))
    return close(known, instance.state.startsWith('stop') ? 'Stopped' : 'Terminated');
  const running = { ...known, instance };
  const settled = decideSettled(running);
  if (settled !== undefined) return settled;
  const had = hadBefore(running);
  const isOnboarded = had !== undefined || hasSucceeded(entry);
  if (instance.operator !== undefined && !isOnboarded)
    return recordOnce(known, { status: 'excluded', reason: 'ServiceManaged' });
  const exclusion = exclusionOf(running);
  if (exclusion !== undefined)
    return recordOnce(known, {
      status: 'excluded',
      reason: isOnboarded ? 'ExcludedTooLate' : reasonOfExclusion(exclusion),
      ...had,
    });
  if (had !== undefined || (entry?.status === 'excluded' && isOnboarded))
    return record(known, { status: 'onboarded', reason: 'Onboarded', ...had });
  if (instance.operator === undefined) return running;
  // Only the service may change it, whatever its tags choose now, or a roll-out wants.
  return isUnsent(entry)
    ? record(known, { status: 'onboarded', reason: 'Onboarded' })
    : leave(known, 'AlreadyOnboarded');
}

/** True for an entry whose instance has what its profile named, whether it runs or is stopped or excluded since. */
function hasSucceeded(entry: RosterEntry | undefined): boolean {
  if (entry?.onboardedAt === undefined) return false;
  if (entry.status === 'excluded') return entry.reason === 'ExcludedTooLate' || entry.reason === 'HybridOff';
  return entry.status === 'onboarded' || entry.status === 'gone' || isUnsent(entry);
}

/**
 * What an instance has whose entry failed although nothing of the roll-out ran on it, when that failure counts no more: it
 * has started again, or is to be decided anew.
 */
function hadBefore({ entry, instance, stateChange }: RunningCase): ReturnType<typeof whatItHad> {
  if (entry?.status === 'gone') return entry.commandId === undefined ? whatItHad(entry) : undefined;
  if (entry?.status !== 'failed') return undefined;
  const isOver = instance.launchedAtMs > entry.launchedAt || stateChange.isAnew === true;
  return isOver ? whatItHad(entry) : undefined;
}

function exclusionOf({ settings, instance }: RunningCase): Exclusion | undefined {
  return findExclusion(settings.exclusions, instance.tags);
}

/** No node outside EC2 is looked at any more. A command that is under way has its result read. */
function leaveAlone(known: Case): Decision {
  const { entry } = known;
  if (entry === undefined) return leave(known, 'NotInRoster');
  if (entry.status === 'commanded') return leave(known, 'AlreadyCommanded');
  if (entry.status === 'gone') return leave(known, 'AlreadyRecorded');
  return recordOnce(known, { status: 'excluded', reason: 'HybridOff' });
}

/** EC2 does not show the instance: it is gone, or too young to be visible everywhere. */
function decideUnseen(known: Case): Decision {
  const { stateChange, entry, nowMs } = known;
  // EC2 shows a stopped instance for as long as it exists. So one that it does not show is terminated.
  const isOver = stateChange.state !== 'running' || nowMs - stateChange.atMs > forgottenAfterMs;
  if (isOver) return close(known, 'Terminated');
  // The entry's command must not be lost because EC2 lags by a moment.
  if (entry?.status === 'commanded') return leave(known, 'AlreadyCommanded');
  if (entry?.status === 'onboarded') return leave(known, 'AlreadyOnboarded');
  if (entry !== undefined && 'commandId' in entry)
    return { kind: 'retry', stateChange, reason: 'NotVisible' };
  return planWait(known, 'NotVisible', {}, waitingSinceOf(known));
}

/**
 * Decides about a running instance if the roster already knows enough; undefined if there is more to decide.
 */
function decideSettled(known: RunningCase): Decision | undefined {
  const { entry, instance, stateChange } = known;
  // The sweep compares the tags again when the command has ended.
  if (entry?.status === 'commanded') return leave(known, 'AlreadyCommanded');
  if (entry?.status === 'onboarded')
    return stateChange.isAnew === true ? undefined : leave(known, 'AlreadyOnboarded');
  const isSameStart = entry !== undefined && entry.launchedAt >= instance.launchedAtMs;
  if (entry?.status === 'failed' && isSameStart && stateChange.isAnew !== true)
    return leave(known, 'AlreadyRecorded');
  if (entry?.status !== 'gone') return undefined;
  const isAwaited = sentErrand(entry) !== undefined;
  if (hasSucceeded(entry) && !isAwaited)
    return exclusionOf(known) ? undefined : record(known, { status: 'onboarded', reason: 'Onboarded' });
  const { commandId } = entry;
  if (commandId === undefined) return undefined;
  // A command was sent before the stop and may have succeeded. Its result decides, so no second command is
  // sent.
  return record(known, { status: 'commanded', reason: 'CommandSent', commandId, dueAt: known.nowMs });
}

/**
 * Closes the entry. Only a terminated instance, or a node that is no longer registered, may be forgotten: a stopped one may start again and must not
 * get a second command.
 */
function close(known: Case, ended: 'Stopped' | 'Terminated'): Decision {
  if (ended === 'Stopped') return recordOnce(known, { status: 'gone', reason: ended });
  const expiresAt = known.nowMs + known.settings.closedEntryDays * 24 * 60 * 60 * 1000;
  const reason = isOutside(known.stateChange.instanceId) ? 'Deregistered' : ended;
  return recordOnce(known, { status: 'gone', reason, expiresAt });
}
