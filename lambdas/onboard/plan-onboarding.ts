import type { OrderItem } from '../shared/domain/commands/order.ts';
import type { Cause } from '../shared/domain/diagnosis/diagnose.ts';
import { type Instance, isUp, type ManagedInstance, systemOf } from '../shared/domain/fleet/instance.ts';
import { chooseProfile, findExclusion, type Profile } from '../shared/domain/fleet/profile.ts';
import { readSource } from '../shared/domain/fleet/source.ts';
import type { StateChange } from '../shared/domain/fleet/state-change.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import {
  isLookedAtEachTime,
  isPastHorizon,
  nextCauseLookAtMs,
  nextLookAtMs,
} from '../shared/domain/roster/due.ts';
import { type EntryChange, type Identity, moveEntry } from '../shared/domain/roster/move-entry.ts';
import { isReasonCode, type ReasonCode } from '../shared/domain/roster/reason.ts';
import type { EntryOf, RosterEntry, RosterStatus } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { PlannedClaim } from './plan-sent.ts';

/**
 * What is to be done about one state change, and why.
 * `send`: an order item, and the claim that must be written first.
 * `record`: a move to write; nothing is sent.
 * `leave`: nothing to do, now or later.
 * `retry`: nothing can be decided now; the queue brings the state change back.
 */
export type Decision =
  | { kind: 'send'; stateChange: StateChange; reason: ReasonCode; item: OrderItem; claim: PlannedClaim }
  | { kind: 'record'; stateChange: StateChange; reason: ReasonCode; move: RosterMove }
  | { kind: 'leave'; stateChange: StateChange; reason: ReasonCode }
  | { kind: 'retry'; stateChange: StateChange; reason: ReasonCode };

/** All that is known when the decisions are taken. `state changes` holds one state change an instance, the latest. */
export interface Knowledge {
  readonly stateChanges: readonly StateChange[];
  readonly instances: ReadonlyMap<string, Instance>;
  readonly managed: ReadonlyMap<string, ManagedInstance>;
  readonly entries: ReadonlyMap<string, RosterEntry>;
  /** The claims that nobody may take over, although their lease is over: see `healClaims`. */
  readonly unansweredIds: ReadonlySet<string>;
  /** Why instances are not managed, where it was looked into; who is not in it is not called unmanaged for it. */
  readonly causes: ReadonlyMap<string, Cause>;
  readonly settings: OnboardingSettings;
  readonly nowMs: number;
}

/** What is known of one state change. */
interface Case {
  readonly stateChange: StateChange;
  readonly instance: Instance | undefined;
  readonly managed: ManagedInstance | undefined;
  readonly entry: RosterEntry | undefined;
  readonly isUnanswered: boolean;
  readonly cause: Cause | undefined;
  readonly settings: OnboardingSettings;
  readonly nowMs: number;
}

/** What a look at Systems Manager and the profiles has shown. */
type Seen = Pick<RosterEntry, 'platform' | 'profile'>;

/** An instance that EC2 does not show this long after it started will not be shown again. */
const forgottenAfterMs = 60 * 60 * 1000;

/**
 * Decides about every state change: the same knowledge gives the same decisions, in the order of the state changes.
 *
 * What EC2 says now outweighs what the event said then, so late, doubled and reordered events do no harm.
 */
export function planOnboarding(knowledge: Knowledge): Decision[] {
  return knowledge.stateChanges.map((stateChange) =>
    decide({
      stateChange,
      instance: knowledge.instances.get(stateChange.instanceId),
      managed: knowledge.managed.get(stateChange.instanceId),
      entry: knowledge.entries.get(stateChange.instanceId),
      isUnanswered: knowledge.unansweredIds.has(stateChange.instanceId),
      cause: knowledge.causes.get(stateChange.instanceId),
      settings: knowledge.settings,
      nowMs: knowledge.nowMs,
    }),
  );
}

const nothing = new Map<string, never>();

/** The instances that EC2 must be asked about: all but those that it has called terminated and whose entry says who they were. */
export function needsDescription(
  stateChanges: readonly StateChange[],
  entries: ReadonlyMap<string, RosterEntry>,
): string[] {
  const asked = stateChanges.filter(({ instanceId, isOver }) => !isOver || !entries.has(instanceId));
  return asked.map(({ instanceId }) => instanceId);
}

/** The instances that Systems Manager must be asked about: running, and not settled by what is known already. */
export function needsManagedLook(knowledge: Omit<Knowledge, 'managed' | 'causes'>): string[] {
  const undecided = planOnboarding({ ...knowledge, managed: nothing, causes: nothing });
  const isAsked = ({ reason }: Decision) => reason === 'NotRegistered' || reason === 'AlreadyUnmanaged';
  return undecided.filter(isAsked).map(({ stateChange }) => stateChange.instanceId);
}

/** The instances whose cause must be found: those that would be recorded as unmanaged for any cause that there is. */
export function needsCause(knowledge: Omit<Knowledge, 'causes'>): string[] {
  const any: Cause = { code: 'NotRegistered' };
  const stateChanges = knowledge.stateChanges.filter(({ instanceId }) => !knowledge.managed.has(instanceId));
  const causes = new Map(stateChanges.map(({ instanceId }) => [instanceId, any]));
  return planOnboarding({ ...knowledge, stateChanges, causes }).flatMap((decision) => {
    const isUnmanaged = decision.kind === 'record' && decision.move.to.status === 'unmanaged';
    return isUnmanaged && decision.reason === any.code ? [decision.stateChange.instanceId] : [];
  });
}

function decide(known: Case): Decision {
  const { stateChange, instance, entry, nowMs } = known;
  const isClaimHeld = entry?.status === 'claimed' && (known.isUnanswered || entry.leaseUntil > nowMs);
  if (isClaimHeld) return { kind: 'retry', stateChange, reason: 'ClaimHeld' };

  if (instance === undefined) return decideUnseen(known);
  if (!isUp(instance.state)) {
    return close(known, instance.state.startsWith('stop') ? 'Stopped' : 'Terminated');
  }
  return decideSettled(known, instance) ?? decideRunning(known, instance);
}

/** EC2 does not show the instance: it is gone, or too young to be seen everywhere. */
function decideUnseen(known: Case): Decision {
  const { stateChange, entry, nowMs } = known;
  // EC2 shows a stopped instance for as long as it exists, so one that is not shown is terminated.
  const isOver = stateChange.state !== 'running' || nowMs - stateChange.atMs > forgottenAfterMs;
  if (isOver) return close(known, 'Terminated');
  // What the entry says of a command must not be lost because EC2 is a moment behind.
  if (entry?.status === 'commanded') return { kind: 'leave', stateChange, reason: 'AlreadyCommanded' };
  if (entry?.status === 'onboarded') return { kind: 'leave', stateChange, reason: 'AlreadyOnboarded' };
  if (entry !== undefined && 'commandId' in entry)
    return { kind: 'retry', stateChange, reason: 'NotVisible' };
  return wait(known, 'NotVisible', {});
}

/** A running instance about which the roster already knows enough; undefined when there is more to decide. */
function decideSettled(known: Case, instance: Instance): Decision | undefined {
  const { stateChange, entry } = known;
  if (entry?.status === 'commanded') return { kind: 'leave', stateChange, reason: 'AlreadyCommanded' };
  if (entry?.status === 'onboarded') return { kind: 'leave', stateChange, reason: 'AlreadyOnboarded' };
  const isSameStart = entry !== undefined && entry.launchedAt >= instance.launchedAtMs;
  if (entry?.status === 'failed' && isSameStart)
    return { kind: 'leave', stateChange, reason: 'AlreadyRecorded' };
  if (entry?.status !== 'gone') return undefined;
  if (entry.onboardedAt !== undefined) return record(known, { status: 'onboarded', reason: 'Onboarded' });
  const { commandId } = entry;
  if (commandId === undefined) return undefined;
  // A command was sent before the stop and may have succeeded: its result decides, not a second command.
  return record(known, { status: 'commanded', reason: 'CommandSent', commandId, dueAt: known.nowMs });
}

function decideRunning(known: Case, instance: Instance): Decision {
  const { stateChange, managed, settings } = known;
  if (instance.operator !== undefined) return exclude(known, 'ServiceManaged');
  if (findExclusion(settings.exclusions, instance) !== undefined) return exclude(known, 'ExcludedByTag');

  // What Systems Manager says of an instance that is still starting is from before its stop.
  if (managed === undefined || instance.state === 'pending') return wait(known, 'NotRegistered', {});
  const platform = managed.platformName;
  if (!managed.isOnline) return wait(known, 'ConnectionLost', { platform });

  const profile = chooseProfile(settings.profiles, instance.tags);
  if (profile === undefined) return exclude(known, 'NoProfileMatches', { platform });
  const item = orderItem(stateChange.instanceId, profile, managed, settings);
  if (item === undefined) return exclude(known, 'UnsupportedPlatform', { platform, profile: profile.name });

  const change = {
    ...identityAfter(known),
    status: 'claimed',
    reason: 'CommandClaimed',
    platform,
    profile: profile.name,
    document: item.document,
    documentVersion: item.documentVersion,
  } as const;
  const claim = { from: known.entry, change, atMs: known.nowMs };
  return { kind: 'send', stateChange, reason: 'CommandClaimed', item, claim };
}

function orderItem(
  instanceId: string,
  profile: Profile,
  managed: ManagedInstance,
  settings: OnboardingSettings,
): OrderItem | undefined {
  const system = systemOf(managed);
  const choice = system === 'FreeBSD' ? undefined : profile.documents[system];
  if (choice === undefined) return undefined;
  const documentVersion = settings.documentVersions[choice.document] ?? '$DEFAULT';
  return { instanceId, document: choice.document, documentVersion, parameters: choice.parameters };
}

/** Recorded as waiting, with the next look; or, past the horizon, as unmanaged. */
function wait(known: Case, reason: ReasonCode, seen: Seen): Decision {
  const { entry, settings, nowMs } = known;
  const isWaiting = entry?.status === 'waiting' || entry?.status === 'unmanaged';
  const isNewStart = (known.instance?.launchedAtMs ?? 0) > (entry?.launchedAt ?? 0);
  const waitingSince = isWaiting && !isNewStart ? entry.waitingSince : nowMs;
  const isUnmanaged = isPastHorizon(settings.lookTimes, waitingSince, nowMs) && reason !== 'NotVisible';
  if (isUnmanaged) return restUnmanaged(known, reason, { ...seen, waitingSince });
  const dueAt = nextLookAtMs(settings.lookTimes, waitingSince, nowMs);
  const move = moveOf(known, { ...seen, status: 'waiting', reason, waitingSince, dueAt });
  const isDue = isWaiting && entry.dueAt <= nowMs;
  const staysDue = isDue && isLookedAtEachTime(settings.lookTimes, waitingSince, nowMs);
  if (staysDue && saysTheSame(move)) return { kind: 'leave', stateChange: known.stateChange, reason };
  return { kind: 'record', stateChange: known.stateChange, reason, move };
}

/** True for a move that would change nothing but its own time and the next look. */
function saysTheSame({ from, to }: RosterMove): boolean {
  const ofTheMove = ['revision', 'changedAt', 'dueAt'];
  const before = new Map(Object.entries(from ?? {}));
  const after = Object.entries(to).filter(([name]) => !ofTheMove.includes(name));
  return from?.status === to.status && after.every(([name, value]) => before.get(name) === value);
}

/**
 * Recorded as unmanaged with its present cause, which is looked for again when the entry is due. Where nobody looked
 * for it, the entry is left to the recheck, which does; and a doubtful cause replaces none that was found before.
 */
function restUnmanaged(
  known: Case,
  reason: ReasonCode,
  seen: Seen & { readonly waitingSince: number },
): Decision {
  const { stateChange, entry, nowMs } = known;
  const resting = entry?.status === 'unmanaged' ? entry : undefined;
  const found = reason === 'NotRegistered' ? known.cause : { code: reason };
  const isDue = resting === undefined || resting.dueAt <= nowMs;
  if (found === undefined || !isDue)
    return { kind: 'leave', stateChange, reason: resting === undefined ? reason : 'AlreadyUnmanaged' };
  const { code, detail } = (found.isDoubtful && resting && causeOf(resting)) || found;
  return record(known, {
    ...seen,
    status: 'unmanaged',
    reason: code,
    ...(detail === undefined ? {} : { causeDetail: detail }),
    dueAt: nextCauseLookAtMs(nowMs),
  });
}

/** The cause that an entry has; undefined for one that only another version of Muster knows. */
function causeOf({ reason, causeDetail }: EntryOf<'unmanaged'>): Cause | undefined {
  if (!isReasonCode(reason)) return undefined;
  return { code: reason, ...(causeDetail === undefined ? {} : { detail: causeDetail }) };
}

function exclude(known: Case, reason: ReasonCode, seen: Seen = {}): Decision {
  return recordOnce(known, { ...seen, status: 'excluded', reason });
}

/** Closed. Only a terminated instance may be forgotten: a stopped one may start again and must not be sent to twice. */
function close(known: Case, reason: 'Stopped' | 'Terminated'): Decision {
  const days = known.settings.closedEntryDays;
  const expiresAt = known.nowMs + days * 24 * 60 * 60 * 1000;
  return recordOnce(known, { status: 'gone', reason, ...(reason === 'Terminated' ? { expiresAt } : {}) });
}

function recordOnce(known: Case, change: EntryChange): Decision {
  if (isAlready(known.entry, change.status, change.reason))
    return { kind: 'leave', stateChange: known.stateChange, reason: 'AlreadyRecorded' };
  return record(known, change);
}

function record(known: Case, change: EntryChange): Decision {
  return {
    kind: 'record',
    stateChange: known.stateChange,
    reason: change.reason,
    move: moveOf(known, change),
  };
}

function moveOf(known: Case, change: EntryChange): RosterMove {
  return moveEntry(known.entry, { ...identityAfter(known), ...change }, known.nowMs);
}

function identityAfter({ stateChange, instance, entry }: Case): Identity {
  return {
    instanceId: stateChange.instanceId,
    source: instance === undefined ? (entry?.source ?? 'standalone') : readSource(instance.tags),
    firstSeenAt: entry?.firstSeenAt ?? stateChange.atMs,
    launchedAt: instance?.launchedAtMs ?? entry?.launchedAt ?? stateChange.atMs,
  };
}

function isAlready(entry: RosterEntry | undefined, status: RosterStatus, reason: ReasonCode): boolean {
  return entry?.status === status && entry.reason === reason;
}
