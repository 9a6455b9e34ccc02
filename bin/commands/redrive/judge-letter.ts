import { parseOutcomes } from '../../../lambdas/follow-up/parse-outcomes.ts';
import { type Place, parseStateChanges } from '../../../lambdas/onboard/parse-state-changes.ts';
import type { JudgedLetter, Letter } from './letter.ts';

/**
 * Why a letter is dead. Its body is read as the function reads it that empties the queue: what that cannot read would only
 * die again.
 */
export function judgeLetter(letter: Letter, place: Place): JudgedLetter {
  const { instanceId, problem } = read(letter, place);
  if (problem !== undefined) return { letter, cause: 'Unreadable', detail: problem };
  if (instanceId === undefined) return { letter, cause: 'OfAnotherPlace' };
  const { ERROR_CODE: code } = letter.attributes;
  if (code !== undefined)
    return { letter, cause: 'Undelivered', detail: describeError(letter.attributes), instanceId };
  return { letter, cause: letter.isMoved ? 'NotSettled' : 'NotKnown', instanceId };
}

/** The instance that a letter is about, or what is wrong with its body; neither for an event of another place. */
function read({ queue, messageId, body }: Letter, place: Place): { instanceId?: string; problem?: string } {
  const isOfLaunches = queue.name === 'LaunchesDeadLettered' || queue.name === 'EventsUndelivered';
  const records = [{ messageId, body }];
  const { received, unreadable } = isOfLaunches ? parseStateChanges(records, place) : parseOutcomes(records);
  const [found] = received;
  const [wrong] = unreadable;
  return {
    ...(found === undefined ? {} : { instanceId: found.content.instanceId }),
    ...(wrong === undefined ? {} : { problem: wrong.problem }),
  };
}

/** What EventBridge wrote on an event that it could not deliver. */
function describeError({
  ERROR_CODE: code = '',
  ERROR_MESSAGE: message,
  EXHAUSTED_RETRY_CONDITION: exhausted,
  RULE_ARN: rule,
  TARGET_ARN: target,
}: Letter['attributes']): string {
  return [
    code,
    ...(exhausted === undefined ? [] : [`, after all retries (${exhausted})`]),
    ...(rule === undefined ? [] : [`, from the rule ${nameOf(rule)}`]),
    ...(target === undefined ? [] : [` to ${nameOf(target)}`]),
    ...(message === undefined ? [] : [`: ${message}`]),
  ].join('');
}

/** The name at the end of an ARN. */
function nameOf(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}
