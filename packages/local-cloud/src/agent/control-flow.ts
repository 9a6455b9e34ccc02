import type { DocumentStep } from './command-document.ts';
import { type ActionEnd, type KeptStep, outputOf } from './step-run.ts';
import { agentKnows } from './version-floor.ts';

/** Exit codes that stop a document: one succeeds, the other fails. */
const EXIT_WITH_SUCCESS = 168;
const EXIT_WITH_FAILURE = 169;

/**
 * What the agent makes of the end of a step that exits: the status, and a sentence in the streams. The joined output
 * has no such sentence. An agent that does not know the ways to exit leaves all as it is.
 */
export function applyExit(
  step: DocumentStep,
  end: ActionEnd,
  agentVersion: string,
): ActionEnd & { output: string } {
  if (!agentKnows(agentVersion, 'controlFlow')) return { ...end, output: outputOf({ ...end, code: 0 }) };
  const output = outputOf(end);
  const { stdout, stderr } = end;
  const inBoth = (sentence: string) => ({ stdout: stdout + sentence, stderr: stderr + sentence });
  if (end.code === EXIT_WITH_SUCCESS)
    return {
      ...{ output, code: end.code, status: 'Success', stderr: '' },
      stdout: `${stdout}\nStep exited with code 168. Therefore, marking step as succeeded. Further document steps will be skipped.`,
    };
  if (end.code === EXIT_WITH_FAILURE) {
    const sentence =
      '\nStep exited with code 169. Therefore, marking step as Failed. Further document steps will be skipped.';
    return { ...end, ...inBoth(sentence), output };
  }
  const onFailure = modifierOf(step, 'onFailure');
  if (end.status !== 'Failed' || (onFailure !== 'exit' && onFailure !== 'successAndExit'))
    return { ...end, output };
  const sentence = '\nStep was found to have onFailure property. Further document steps will be skipped.';
  const stopped = { ...end, ...inBoth(sentence), output };
  return onFailure === 'exit' ? stopped : { ...stopped, status: 'Success', code: EXIT_WITH_SUCCESS };
}

/**
 * Whether a step is skipped because one before it exits. The agent looks at the results by name, so that a second step
 * of one name hides the first. The last step may be one that always runs.
 */
export function isPastExit(
  steps: readonly DocumentStep[],
  index: number,
  results: ReadonlyMap<string, KeptStep>,
  agentVersion: string,
): boolean {
  const step = steps[index];
  if (step === undefined || !agentKnows(agentVersion, 'controlFlow')) return false;
  if (index === steps.length - 1 && modifierOf(step, 'finallyStep') === 'true') return false;
  return steps.slice(0, index).some((earlier) => {
    const result = results.get(earlier.name);
    if (result === undefined || earlier.name === step.name) return false;
    if (result.code === EXIT_WITH_SUCCESS || result.code === EXIT_WITH_FAILURE) return true;
    if (result.status === 'Failed') return modifierOf(earlier, 'onFailure') === 'exit';
    return result.status === 'Success' && modifierOf(earlier, 'onSuccess') === 'exit';
  });
}

/** An input that says where a document goes on: a text or a Boolean counts, anything else is nothing. */
function modifierOf({ inputs }: DocumentStep, name: string): string {
  const value = inputs[name];
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}
