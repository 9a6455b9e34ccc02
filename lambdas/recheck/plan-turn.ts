import type { Invocation } from '../shared/domain/commands/invocation.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import {
  type CheckAnswer,
  isLateInvocation,
  readAnswer,
} from '../shared/domain/verification/check-answer.ts';
import { findDrifts } from '../shared/domain/verification/find-drifts.ts';
import { moveDrifted } from '../shared/domain/verification/move-drifted.ts';
import type { SentVerification, Turn } from '../shared/domain/verification/turn.ts';
import { verificationItems } from '../shared/domain/verification/verification-items.ts';
import type { VerificationSettings } from '../shared/domain/verification/verification-settings.ts';

/** What is known when the answers of a turn are read. `invocations` are by command id. */
export interface TurnKnowledge {
  readonly turn: Turn;
  readonly entries: ReadonlyMap<string, RosterEntry>;
  readonly invocations: ReadonlyMap<string, readonly Invocation[]>;
  /** Those that Systems Manager reaches, of the late ones. */
  readonly onlineIds: ReadonlySet<string>;
  readonly settings: Pick<OnboardingSettings, 'profiles' | 'documentVersions'>;
  readonly verification: VerificationSettings;
  readonly nowMs: number;
}

/** What follows from the answers of a turn. */
export interface TurnPlan {
  readonly moves: readonly RosterMove[];
  /** The turn without those whose answers were read. */
  readonly turn: Turn;
  readonly verifiedIds: readonly string[];
  /** Why an instance has given no answer, by instance: nothing is known of it, and it is verified again the next day. */
  readonly unanswered: ReadonlyMap<string, string>;
}

/** The instances on which a verification has not ended although it should have: it must be asked whether they answer. */
export function lateIdsOf(
  { sent }: Turn,
  known: Pick<TurnKnowledge, 'invocations' | 'nowMs'>,
): readonly string[] {
  const late = sent.flatMap((command) =>
    command.instanceIds.filter((instanceId) =>
      isLateInvocation(invocationOf(command, instanceId, known), known.nowMs - command.sentAtMs),
    ),
  );
  return [...new Set(late)];
}

/**
 * Decides what the answers of a turn mean, once every document of an instance has one. It may be called late or twice: an
 * entry that has changed since its verification was sent is left alone. What was verified then was another thing, or was
 * being changed.
 */
export function planTurn(known: TurnKnowledge): TurnPlan {
  const { turn, entries } = known;
  const answersOf = readAnswers(known);
  const settled = [...answersOf].filter(([, { answers }]) =>
    [...answers.values()].every(({ kind }) => kind !== 'running'),
  );
  const settledIds = new Set(settled.map(([instanceId]) => instanceId));
  const moves = settled.flatMap(([instanceId, told]) => moveOf(entries.get(instanceId), told, known) ?? []);
  const sent = turn.sent
    .map((command) => ({ ...command, instanceIds: command.instanceIds.filter((id) => !settledIds.has(id)) }))
    .filter(({ instanceIds }) => instanceIds.length > 0);
  const silent = settled.flatMap(([instanceId, { answers }]): [string, string][] =>
    [...answers].flatMap(([document, answer]): [string, string][] =>
      answer.kind === 'none' ? [[instanceId, `${document} ${answer.reason}`]] : [],
    ),
  );
  return { moves, turn: { ...turn, sent }, verifiedIds: [...settledIds], unanswered: new Map(silent) };
}

interface Told {
  readonly answers: Map<string, CheckAnswer>;
  /** When the first of its verifications was sent. */
  readonly sentAtMs: number;
}

function readAnswers(known: TurnKnowledge): ReadonlyMap<string, Told> {
  const answersOf = new Map<string, Told>();
  for (const command of known.turn.sent) {
    const ageMs = known.nowMs - command.sentAtMs;
    for (const instanceId of command.instanceIds) {
      const invocation = invocationOf(command, instanceId, known);
      const answer = readAnswer(invocation, { ageMs, isOnline: known.onlineIds.has(instanceId) });
      const { answers = new Map(), sentAtMs = command.sentAtMs } = answersOf.get(instanceId) ?? {};
      answers.set(command.document, answer);
      answersOf.set(instanceId, { answers, sentAtMs: Math.min(sentAtMs, command.sentAtMs) });
    }
  }
  return answersOf;
}

function invocationOf(
  { commandId }: SentVerification,
  instanceId: string,
  { invocations }: Pick<TurnKnowledge, 'invocations'>,
): Invocation | undefined {
  return invocations.get(commandId)?.find((one) => one.instanceId === instanceId);
}

function moveOf(
  entry: RosterEntry | undefined,
  { answers, sentAtMs }: Told,
  { settings, verification, nowMs }: Pick<TurnKnowledge, 'settings' | 'verification' | 'nowMs'>,
): RosterMove | undefined {
  if (entry?.status !== 'onboarded' || entry.changedAt > sentAtMs) return undefined;
  const documents = verificationItems(entry, verification, settings).map(({ document }) => document);
  const { onDrift } = verification;
  return moveDrifted(entry, findDrifts(entry, { answers, documents, onDrift, nowMs }), nowMs);
}

/**
 * The moves of entries of whom something is told that is not verified any more: the setting is off, or the document can
 * verify no longer.
 */
export function planForgotten(
  entries: Iterable<RosterEntry>,
  known: Pick<TurnKnowledge, 'settings' | 'verification' | 'nowMs'>,
): RosterMove[] {
  const told = { answers: new Map(), sentAtMs: Number.POSITIVE_INFINITY };
  return [...entries].flatMap((entry) => moveOf(entry, told, known) ?? []);
}
