import { planOutcomes } from '../../../lambdas/follow-up/plan-outcomes.ts';
import type { Decision } from '../../../lambdas/onboard/decision.ts';
import { claimFor, planSent } from '../../../lambdas/onboard/plan-sent.ts';
import type { EntryOf, RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';

const commandId = 'foreseen';
/** Nobody waits here, so no time to look again is ever used. */
const noTimes = { earlySeconds: 1, lateStepSeconds: 1, horizonSeconds: 1 };

/** The entry after a decision to send, when Systems Manager takes the command and the document succeeds. */
export function succeedSend(
  { item, claim }: Extract<Decision, { kind: 'send' }>,
  nowMs: number,
): RosterEntry {
  const order = { ...item, orderId: commandId, instanceIds: [item.instanceId] };
  const [move] = claimFor(order, new Map([[item.instanceId, claim]]), nowMs);
  if (move?.to.status !== 'claimed') throw new Error('a decision to send has a claim');
  return succeedInHand(move.to, nowMs);
}

/** The entry after the success of the command that it is about to get or has got; any other entry as it is. */
export function succeedInHand(entry: RosterEntry, nowMs: number): RosterEntry {
  if (entry.status === 'claimed') return succeedCommand(sendClaimed(entry, nowMs), nowMs);
  return entry.status === 'commanded' ? succeedCommand(entry, nowMs) : entry;
}

function sendClaimed(entry: EntryOf<'claimed'>, nowMs: number): RosterEntry {
  const { instanceId } = entry;
  const result = { sent: [{ commandId, instanceIds: [instanceId] }], refused: [] };
  return planSent(result, new Map([[instanceId, entry]]), noTimes, nowMs).moves[0]?.to ?? entry;
}

function succeedCommand(entry: RosterEntry, nowMs: number): RosterEntry {
  const { instanceId } = entry;
  const id = entry.status === 'commanded' ? entry.commandId : commandId;
  const [move] = planOutcomes({
    entries: new Map([[instanceId, entry]]),
    invocations: new Map([[id, [{ instanceId, statusDetails: 'Success' }]]]),
    attemptsMax: 1,
    nowMs,
  });
  return move?.to ?? entry;
}
