import type { RosterEntry } from '../roster/roster-entry.ts';
import { Room } from './caps.ts';
import { failuresAllowed } from './gate.ts';
import { type Member, type MemberCounts, type MemberState, noMembers } from './member.ts';
import { isTakeable, stateOfMember } from './member-state.ts';
import type { RolloutReasonCode } from './rollout-reasons.ts';
import { isOver, type RolloutPlan, type RolloutProgress, type Wish } from './rollout-state.ts';
import { readTakenUp } from './taken-up.ts';
import { isInWindow } from './time-window.ts';

/** What is known of a roll-out when its next step is decided. */
export interface RolloutKnowledge {
  readonly plan: RolloutPlan;
  readonly progress: RolloutProgress;
  /** What a person has asked for since the last step. */
  readonly wish?: Wish;
  /** The members of the waves so far. */
  readonly members: readonly Member[];
  readonly entries: ReadonlyMap<string, RosterEntry>;
  /** The members that do not answer; undefined when nobody has asked yet. */
  readonly silentIds?: ReadonlySet<string>;
  readonly traffic: Traffic;
  readonly nowMs: number;
}

/** What goes before a roll-out. */
export interface Traffic {
  /** True while launches wait for longer than they should, or a call was throttled a moment ago. */
  readonly isLate: boolean;
  /** True while the roster may not know every command. */
  readonly isBehind: boolean;
}

/** The next step of a roll-out. */
export interface RolloutStep {
  readonly progress: RolloutProgress;
  /** Who is to get what is rolled out. */
  readonly takeUp: readonly string[];
  /** Who was taken up, has got nothing yet, and shall not get it now. */
  readonly putBack: readonly string[];
  /** Who must be asked for before the step can be decided. If there is anybody, nothing else counts. */
  readonly ask: readonly string[];
}

/**
 * Decides the next step of a roll-out that is under way, with a reason. It may be called late or twice: what it decides
 * follows from the roster alone.
 */
export function planRollout(known: RolloutKnowledge): RolloutStep {
  const { plan, nowMs, silentIds = new Set<string>() } = known;
  const progress = obey(known);
  const states = new Map(
    known.members.map((member) => [
      member.instanceId,
      stateOfMember(known.entries.get(member.instanceId), { plan, progress, silentIds, nowMs }),
    ]),
  );
  const view = { ...known, progress, states };
  const step = (change: Partial<RolloutProgress>, takeUp: readonly string[] = []): RolloutStep => {
    const counts = countStates(states);
    const next = { ...progress, ...change, counts };
    const isMoved = next.status !== known.progress.status || next.wave !== known.progress.wave;
    return {
      progress: { ...next, changedAt: isMoved ? nowMs : next.changedAt },
      takeUp,
      putBack: next.status === 'running' ? [] : unsentIds(view),
      ask: [],
    };
  };
  if (progress.status !== 'running') return step({});
  if (isGateClosed(view)) return step({ status: 'stopped', reason: 'GateClosed' });
  const open = candidatesOf(view);
  if (open.length === 0) return waitOrGoOn(view, step);
  const hold = findHold(view);
  if (hold !== undefined) return step({ reason: hold });
  return takeUpSome(view, open, step);
}

interface View extends RolloutKnowledge {
  readonly states: ReadonlyMap<string, MemberState>;
}

type MakeStep = (change: Partial<RolloutProgress>, takeUp?: readonly string[]) => RolloutStep;

/** What a person asked for, as far as it still makes sense. */
function obey({ progress, wish, members, entries, plan, nowMs }: RolloutKnowledge): RolloutProgress {
  if (wish === undefined || isOver(progress)) return progress;
  const isHalted = progress.status !== 'running';
  const running = { ...progress, status: 'running', reason: 'TakingUp' } as const;
  switch (wish) {
    case 'pause':
      return isHalted ? progress : { ...progress, status: 'paused', reason: 'PausedByPerson' };
    case 'abort':
      return { ...progress, status: 'aborted', reason: 'AbortedByPerson' };
    case 'retry':
      return { ...running, retriedAt: nowMs };
    case 'resume': {
      if (!isHalted) return progress;
      const isFailed = (member: Member) =>
        member.wave === progress.wave &&
        stateOfMember(entries.get(member.instanceId), { plan, progress, silentIds: new Set(), nowMs }) ===
          'failed';
      return { ...running, accepted: Math.max(progress.accepted, members.filter(isFailed).length) };
    }
  }
}

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

/** Everybody is taken up. The next wave begins when all are at rest, have baked, and still answer. */
function waitOrGoOn(view: View, step: MakeStep): RolloutStep {
  const { plan, progress, states, silentIds } = view;
  const own = inHand(view);
  const isAny = (state: MemberState) => [...states.values()].includes(state);
  if (isAny('inFlight')) return step({ reason: 'InFlight' });
  if (isAny('baking')) return step({ reason: 'Baking' });
  if (silentIds === undefined) {
    const ask = own.flatMap(({ instanceId }) => (states.get(instanceId) === 'done' ? [instanceId] : []));
    if (ask.length > 0) return { ...step({}), ask };
  }
  if (progress.wave + 1 < plan.waveSizes.length)
    return step({ wave: progress.wave + 1, reason: 'NextWave', accepted: 0 });
  return step({ status: 'done', reason: 'Completed' });
}

/** Why nobody is taken up now although there are candidates. */
function findHold({ plan, traffic, nowMs }: View): RolloutReasonCode | undefined {
  if (traffic.isBehind) return 'RosterBehind';
  if (traffic.isLate) return 'LaunchesFirst';
  return isInWindow(plan.windows, nowMs) ? undefined : 'OutsideWindow';
}

function takeUpSome(view: View, open: readonly Member[], step: MakeStep): RolloutStep {
  const { plan, members, entries, states, nowMs } = view;
  const room = new Room(plan.caps, members, ({ instanceId }) => states.get(instanceId) ?? 'left');
  const budget = paceOf(view);
  const taken: string[] = [];
  for (const member of open) {
    if (taken.length >= budget) break;
    const entry = entries.get(member.instanceId);
    if (entry !== undefined && isTakeable(entry) && room.take(member)) taken.push(member.instanceId);
  }
  if (taken.length > 0) return step({ reason: 'TakingUp', pacedAt: nowMs }, taken);
  const isReady = open.some(({ instanceId }) => isTakeableId(instanceId, entries));
  if (!isReady) return step({ reason: 'InFlight' });
  if (budget === 0) return step({ reason: 'PaceReached' });
  // Failures alone fill the caps: no time makes room, so a person must act.
  const isMoving =
    [...states.values()].some((state) => state === 'inFlight' || state === 'baking') ||
    open.some(({ instanceId }) => !isTakeableId(instanceId, entries));
  return step({ reason: 'CapsReached', ...(isMoving ? {} : { status: 'stopped' as const }) });
}

function isTakeableId(instanceId: string, entries: ReadonlyMap<string, RosterEntry>): boolean {
  const entry = entries.get(instanceId);
  return entry !== undefined && isTakeable(entry);
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
