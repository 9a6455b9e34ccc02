import { Room } from './caps.ts';
import { verifiedOf, waitOrGoOn } from './end-wave.ts';
import { failuresAllowed, raisedAlarms } from './gate.ts';
import { type Member, type MemberCounts, type MemberState, noMembers } from './member.ts';
import { isTakeable, stateOfMember } from './member-state.ts';
import { obey } from './obey-wish.ts';
import type { RolloutReasonCode } from './rollout-reasons.ts';
import type { RolloutProgress } from './rollout-state.ts';
import type { MakeStep, RolloutKnowledge, RolloutStep, View } from './rollout-step.ts';
import { readTakenUp } from './taken-up.ts';
import { isInWindow } from './time-window.ts';

/**
 * Decides the next step of a roll-out that is under way, with a reason. It may be called late or twice: what it decides
 * follows from the roster alone.
 */
export function planRollout(known: RolloutKnowledge): RolloutStep {
  const { plan, nowMs } = known;
  const progress = obey(known);
  const verified = verifiedOf({ ...known, progress });
  const unwellIds = new Set([
    ...(progress.unwellIds ?? []),
    ...(known.silentIds ?? []),
    ...verified.unwellIds,
  ]);
  const states = new Map(
    known.members.map((member) => [
      member.instanceId,
      known.unlisted.has(member.instanceId)
        ? 'open'
        : stateOfMember(known.entries.get(member.instanceId), { plan, progress, unwellIds, nowMs }),
    ]),
  );
  const view = { ...known, progress, states, verified };
  const step = (change: Partial<RolloutProgress>, takeUp: readonly string[] = []): RolloutStep => {
    const counts = countStates(states);
    const next = { ...progress, ...change, counts };
    const isMoved = next.status !== known.progress.status || next.wave !== known.progress.wave;
    return {
      progress: { ...next, changedAt: isMoved ? nowMs : next.changedAt },
      takeUp,
      putBack: next.status === 'running' ? [] : unsentIds(view),
      ...{ ask: [], verify: [] },
    };
  };
  if (progress.status !== 'running') return step({});
  if (raisedAlarms(plan.gate, known.alarms).length > 0)
    return step({ status: 'stopped', reason: 'AlarmRaised' });
  if (isGateClosed(view))
    return step({ status: 'stopped', reason: 'GateClosed', unwellIds: [...unwellIds].slice(0, unwellMax) });
  const open = candidatesOf(view);
  if (open.length === 0) return waitOrGoOn(view, step);
  const hold = findHold(view);
  if (hold !== undefined) return step({ reason: hold });
  return takeUpSome(view, open, step);
}

/** How many members the progress names that are not well: it is an item of DynamoDB, and those have 400 KB. */
const unwellMax = 1000;

function inHand({ members, progress }: View): readonly Member[] {
  return members.filter(({ wave }) => wave === progress.wave);
}

function isGateClosed(view: View): boolean {
  const { plan, progress, states } = view;
  const own = inHand(view);
  const failed = own.filter(({ instanceId }) => states.get(instanceId) === 'failed').length;
  return failed > failuresAllowed(plan.gate, own.length, progress.accepted);
}

/** Who is still to be taken up, in the order of the plan. */
function candidatesOf({ members, states }: View): readonly Member[] {
  return members.filter(({ instanceId }) => states.get(instanceId) === 'open');
}

/** Why nobody is taken up now although there are candidates. */
function findHold({ plan, traffic, nowMs }: View): RolloutReasonCode | undefined {
  if (traffic.isBehind) return 'RosterBehind';
  if (traffic.isLate) return 'LaunchesFirst';
  return isInWindow(plan.windows, nowMs) ? undefined : 'OutsideWindow';
}

function takeUpSome(view: View, open: readonly Member[], step: MakeStep): RolloutStep {
  const { plan, members, states, nowMs } = view;
  const room = new Room(plan.caps, members, ({ instanceId }) => states.get(instanceId) ?? 'left');
  const budget = paceOf(view);
  const taken: string[] = [];
  for (const member of open) {
    if (taken.length >= budget) break;
    if (isTakeableNow(member, view) && room.take(member)) taken.push(member.instanceId);
  }
  if (taken.length > 0) return step({ reason: 'TakingUp', pacedAt: nowMs }, taken);
  const isReady = open.some((member) => isTakeableNow(member, view));
  if (!isReady) return step({ reason: 'InFlight' });
  if (budget === 0) return step({ reason: 'PaceReached' });
  // Failures alone fill the caps: no time makes room, so a person must act.
  const isMoving =
    [...states.values()].some((state) => state === 'inFlight' || state === 'baking') ||
    open.some((member) => !isTakeableNow(member, view));
  return step({ reason: 'CapsReached', ...(isMoving ? {} : { status: 'stopped' as const }) });
}

function isTakeableNow({ instanceId }: Member, { entries, unlisted }: View): boolean {
  const entry = entries.get(instanceId);
  return entry === undefined ? unlisted.has(instanceId) : isTakeable(entry);
}

/** A pause of any length does not save up for a rush: at most what this time allows is taken up at once. */
const savedUpMsMax = 10 * 60_000;

/** How many the pace allows now. */
function paceOf({ plan: { paceMinute }, progress, nowMs }: View): number {
  if (paceMinute === undefined) return Number.POSITIVE_INFINITY;
  const most = Math.max(1, Math.floor((paceMinute * savedUpMsMax) / 60_000));
  return Math.min(most, Math.floor((paceMinute * (nowMs - progress.pacedAt)) / 60_000));
}

/** Who was taken up, and has been sent nothing: such an entry still has what it had. */
function unsentIds({ plan, members, entries }: View): readonly string[] {
  return members.flatMap(({ instanceId }) => {
    const entry = entries.get(instanceId);
    const isOfThis = readTakenUp(entry?.rollout)?.rolloutId === plan.rolloutId;
    return isOfThis && entry?.status === 'waiting' && entry.onboardedAt !== undefined ? [instanceId] : [];
  });
}

function countStates(states: ReadonlyMap<string, MemberState>): MemberCounts {
  const counts = { ...noMembers };
  for (const state of states.values()) counts[state] += 1;
  return counts;
}
