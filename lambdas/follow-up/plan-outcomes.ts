import { type Invocation, readOutcome } from '../shared/domain/commands/invocation.ts';
import type { AgentEnd } from '../shared/domain/roster/agent-end.ts';
import { resultLookSeconds, retryAtMs } from '../shared/domain/roster/due.ts';
import { sentErrand, writeErrand } from '../shared/domain/roster/errand.ts';
import { finishAgent } from '../shared/domain/roster/finish-agent.ts';
import { hasNeverRun, whatItHad } from '../shared/domain/roster/had.ts';
import { type EntryChange, identityOf, moveEntry } from '../shared/domain/roster/move-entry.ts';
import type { ReasonCode } from '../shared/domain/roster/reason.ts';
import type { EntryOf, RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';

/** What is known about commands when their entries are settled. `invocations` are by command id. */
export interface CommandKnowledge {
  readonly entries: ReadonlyMap<string, RosterEntry>;
  readonly invocations: ReadonlyMap<string, readonly Invocation[]>;
  readonly attemptsMax: number;
  readonly nowMs: number;
}

/**
 * Decides what the results of commands mean for the entries that wait for them: onboarded, failed, waiting
 * again after a passing reason, or waiting for the next agent. It leaves two kinds of entries alone: those that have moved on, and those
 * whose command still runs and is not due.
 */
export function planOutcomes(known: CommandKnowledge): RosterMove[] {
  return [...known.entries.values()].flatMap((entry) => {
    if (entry.status !== 'commanded') return [];
    const invocations = known.invocations.get(entry.commandId);
    if (invocations === undefined) return [];
    const invocation = invocations.find(({ instanceId }) => instanceId === entry.instanceId);
    const change = decide(entry, invocation, known);
    return change === undefined ? [] : [moveEntry(entry, { ...identityOf(entry), ...change }, known.nowMs)];
  });
}

function decide(
  entry: EntryOf<'commanded'>,
  invocation: Invocation | undefined,
  { attemptsMax, nowMs }: CommandKnowledge,
): EntryChange | undefined {
  // Systems Manager shows a fresh command only after a moment; its entry is not due yet.
  const isDue = entry.dueAt <= nowMs;
  if (invocation === undefined) return isDue ? decideMissing(entry, { attemptsMax, nowMs }) : undefined;

  const { statusDetails, step, exitCode } = invocation;
  const result = {
    statusDetails,
    ...(step === undefined ? {} : { step }),
    // Below 0 no script has ended, and there is nothing to read in its output.
    ...(exitCode === undefined || exitCode < 0 ? {} : { exitCode }),
  };
  const outcome = readOutcome(invocation, sentErrand(entry) === undefined);
  switch (outcome.kind) {
    case 'running':
      if (!isDue) return undefined;
      return { status: 'commanded', reason: 'CommandSent', dueAt: nowMs + resultLookSeconds * 1000 };
    case 'succeeded':
      return finishAgent(entry, { status: 'onboarded', reason: 'Onboarded', result }, nowMs);
    case 'excluded':
      return finishAgent(entry, { status: 'excluded', reason: outcome.reason, result }, nowMs);
    case 'failed':
      if (!outcome.isPassing)
        return finishAgent(entry, { status: 'failed', reason: outcome.reason, result }, nowMs);
      return tryAgain(entry, outcome.reason, result, { attemptsMax, nowMs });
  }
}

/**
 * Systems Manager does not show the result. It forgets commands after 30 days, but it may also leave out an invocation
 * that is there. So one look is no proof: a second one follows before another command is sent.
 */
function decideMissing(
  entry: EntryOf<'commanded'>,
  known: Pick<CommandKnowledge, 'attemptsMax' | 'nowMs'>,
): EntryChange {
  if (entry.reason === 'ResultMissing') return tryAgain(entry, 'CommandEnded', {}, known);
  return { status: 'commanded', reason: 'ResultMissing', dueAt: known.nowMs + resultLookSeconds * 1000 };
}

/**
 * The entry waits for another command, longer each time. The order has failed when it has used up its attempts. A command
 * of a roll-out that was never delivered leaves the instance with what it had. If it has started again since, that is its
 * end too: the next step of the roll-out takes it up again. So it is with an errand; one that may have run has failed then.
 */
function tryAgain(
  entry: EntryOf<'commanded'>,
  reason: ReasonCode,
  result: NonNullable<AgentEnd['result']>,
  { attemptsMax, nowMs }: Pick<CommandKnowledge, 'attemptsMax' | 'nowMs'>,
): EntryChange {
  const attempts = (entry.attempts ?? 0) + 1;
  const had = hasNeverRun(reason) ? whatItHad(entry) : undefined;
  const errand = sentErrand(entry);
  if (errand !== undefined && entry.rollout === undefined)
    return hasNeverRun(reason)
      ? { status: 'onboarded', reason: 'Onboarded' }
      : finishAgent(entry, { status: 'failed', reason, result }, nowMs);
  if (had !== undefined && entry.rollout === undefined)
    return { ...had, status: 'onboarded', reason: 'Onboarded' };
  if (attempts >= attemptsMax)
    return finishAgent(entry, { status: 'failed', reason, result, attempts }, nowMs);
  const dueAt = retryAtMs(attempts, nowMs);
  const again = errand && { errand: writeErrand({ ...errand, status: 'open', changedAt: nowMs }) };
  return { ...result, ...had, ...again, status: 'waiting', reason, attempts, waitingSince: nowMs, dueAt };
}
