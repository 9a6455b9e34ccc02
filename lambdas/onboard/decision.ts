import type { OrderItem } from '../shared/domain/commands/order.ts';
import type { Instance } from '../shared/domain/fleet/instance.ts';
import { readSource } from '../shared/domain/fleet/source.ts';
import type { StateChange } from '../shared/domain/fleet/state-change.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import type { ErrandOrder } from '../shared/domain/rollout/rollout-state.ts';
import { type EntryChange, type Identity, moveEntry } from '../shared/domain/roster/move-entry.ts';
import type { ReasonCode } from '../shared/domain/roster/reason.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { PlannedClaim } from './plan-sent.ts';

/**
 * What to do about one state change, and why.
 * `send`: an order item, and the claim that must be written first.
 * `record`: a move to write; nothing is sent.
 * `leave`: nothing to do, now or later.
 * `retry`: nothing can be decided now; the queue delivers the state change again.
 */
export type Decision =
  | { kind: 'send'; stateChange: StateChange; reason: ReasonCode; item: OrderItem; claim: PlannedClaim }
  | { kind: 'record'; stateChange: StateChange; reason: ReasonCode; move: RosterMove }
  | { kind: 'leave'; stateChange: StateChange; reason: ReasonCode }
  | { kind: 'retry'; stateChange: StateChange; reason: ReasonCode };

/** The result of one stage of the plan: the decisions it made, and the cases that need another question. */
export interface Stage<Open> {
  readonly decisions: readonly Decision[];
  readonly open: readonly Open[];
}

/** By roll-out: the errand that it sends. */
export type Errands = ReadonlyMap<string, ErrandOrder>;

/** What EC2 and the roster say of one state change. */
export interface Case {
  readonly stateChange: StateChange;
  readonly instance: Instance | undefined;
  readonly entry: RosterEntry | undefined;
  readonly settings: OnboardingSettings;
  readonly errands: Errands;
  readonly nowMs: number;
}

/** The case of an instance that runs. */
export interface RunningCase extends Case {
  readonly instance: Instance;
}

/** What Systems Manager and the profiles say about an instance. */
export type Seen = Pick<RosterEntry, 'platform' | 'profile' | 'configuration' | 'agent' | 'agents'>;

/** Nothing is written. */
export function leave({ stateChange }: Case, reason: ReasonCode): Decision {
  return { kind: 'leave', stateChange, reason };
}

/** The entry is moved. */
export function record(known: Case, change: EntryChange): Decision {
  return {
    kind: 'record',
    stateChange: known.stateChange,
    reason: change.reason,
    move: moveOf(known, change),
  };
}

/** The entry is moved, unless it says the same already. */
export function recordOnce(known: Case, change: EntryChange): Decision {
  const { entry } = known;
  const isSaid =
    entry?.status === change.status &&
    entry.reason === change.reason &&
    (change.profile ?? entry.profile) === entry.profile &&
    (change.configuration ?? entry.configuration) === entry.configuration;
  return isSaid ? leave(known, 'AlreadyRecorded') : record(known, change);
}

/** The move of an entry. Without an entry, it is the first move. */
export function moveOf(known: Case, change: EntryChange): RosterMove {
  return moveEntry(known.entry, { ...identityAfter(known), ...change }, known.nowMs);
}

/** The identity of the entry, with what EC2 says about the instance now. */
export function identityAfter({ stateChange, instance, entry }: Case): Identity {
  return {
    instanceId: stateChange.instanceId,
    source: instance === undefined ? (entry?.source ?? 'standalone') : readSource(instance),
    firstSeenAt: entry?.firstSeenAt ?? stateChange.atMs,
    launchedAt: instance?.launchedAtMs ?? entry?.launchedAt ?? stateChange.atMs,
  };
}
