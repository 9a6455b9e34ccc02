import type { DeadLetterQueueName, DeploymentFacts } from '../../../lambdas/shared/runtime/contract.ts';
import type { ClientSettings } from '../../account/connection.ts';
import type { Failure, JudgedLetter } from './letter.ts';
import { type FailedCall, readFailedCalls, readRequests } from './read-failed-calls.ts';

/** Of so many instances it is asked which calls named them. The errors of the others are told as those of the queue. */
const namedMax = 20;

/**
 * Adds to each letter that its function could not settle, or may not have settled, what the log of the function tells: the calls that failed
 * meanwhile, and which of them named its instance. It never fails: letters are moved without logs too.
 */
export async function addFailures(
  settings: ClientSettings,
  letters: readonly JudgedLetter[],
  logGroups: DeploymentFacts['queueLogGroups'],
): Promise<JudgedLetter[]> {
  if (logGroups === undefined) return [...letters];
  const [launches, outcomes] = await Promise.all([
    readOf(settings, logGroups.launches, letters.filter(isOf('LaunchesDeadLettered'))),
    readOf(settings, logGroups.outcomes, letters.filter(isOf('OutcomesDeadLettered'))),
  ]);
  return letters.map((letter) => launches.get(letter) ?? outcomes.get(letter) ?? letter);
}

function isOf(name: DeadLetterQueueName): (letter: JudgedLetter) => boolean {
  return ({ cause, letter }) =>
    (cause === 'NotSettled' || cause === 'NotKnown') && letter.queue.name === name;
}

async function readOf(
  settings: ClientSettings,
  logGroup: string,
  letters: readonly JudgedLetter[],
): Promise<Map<JudgedLetter, JudgedLetter>> {
  if (letters.length === 0) return new Map();
  const fromMs = Math.min(...letters.map(({ letter }) => letter.sentAtMs));
  const { calls, gap } = await readFailedCalls(settings, logGroup, fromMs);
  const ids = [...new Set(letters.flatMap(({ instanceId }) => instanceId ?? []))].slice(0, namedMax);
  const requests = calls.length === 0 ? new Map() : await readRequests(settings, logGroup, { fromMs, ids });
  return new Map(
    letters.map((letter) => {
      const own: ReadonlySet<string> = requests.get(letter.instanceId ?? '') ?? new Set();
      const meanwhile = calls.filter(({ atMs }) => atMs >= letter.letter.sentAtMs);
      const named = meanwhile.filter(({ requestId }) => own.has(requestId));
      const failures = named.length > 0 ? count(named, true) : count(meanwhile, false);
      return [
        letter,
        {
          ...letter,
          ...(failures.length === 0 ? {} : { failures }),
          ...(gap === undefined ? {} : { logGap: gap }),
        },
      ];
    }),
  );
}

/** Each error once, the latest first. */
function count(calls: readonly FailedCall[], isOwn: boolean): Failure[] {
  const failures = new Map<string, Failure>();
  for (const { error, message, atMs } of calls) {
    const key = `${error} ${message}`;
    const before = failures.get(key);
    const [, call] = /perform:? ([\w-]+:\w+)/.exec(message) ?? [];
    failures.set(key, {
      ...{ error, message, isOwn },
      ...(call === undefined ? {} : { call }),
      atMs: Math.max(atMs, before?.atMs ?? 0),
      calls: (before?.calls ?? 0) + 1,
    });
  }
  return [...failures.values()].sort((a, b) => b.atMs - a.atMs);
}
