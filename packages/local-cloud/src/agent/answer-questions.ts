import type { Script } from './instance-spec.ts';
import type { Answer, Asking, Question, ScriptAnswer } from './run-events.ts';

/** Answers every question at once. */
export function answerAll<Result>(run: Asking<Result>, answer: (question: Question) => Answer): Result {
  let turn = run.next();
  while (turn.done !== true) turn = run.next(answer(turn.value));
  return turn.value;
}

/** Answers every question in turn, waiting for each answer. */
export async function answerInTurn<Result>(
  run: Asking<Result>,
  answer: (question: Question) => Answer | Promise<Answer>,
): Promise<Result> {
  let turn = run.next();
  while (turn.done !== true) turn = run.next(await answer(turn.value));
  return turn.value;
}

/**
 * The pretended ends of an instance's scripts, one after another. `scriptsRunBefore` is how many have run before: it
 * decides which exit code comes next.
 */
export function pretendScripts(script: Script, scriptsRunBefore: number): () => ScriptAnswer {
  let count = scriptsRunBefore;
  return () => {
    const exitCode = script.exitCodes[Math.min(count++, script.exitCodes.length - 1)] ?? 0;
    const { ending, standardOutput: stdout, standardError: stderr = '' } = script;
    return { ending, exitCode, stdout, stderr };
  };
}
