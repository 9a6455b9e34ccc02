import type { StepEnd } from '../execution.ts';
import { executing, failsWhen } from '../failure-message.ts';
import { selectOutputs, selectValue } from '../outputs.ts';
import type { StepRun, StepTask } from './action.ts';
import { callApi, refusedCall } from './call-api.ts';
import { poll } from './poll.ts';

/** How often a step looks whether a property has its value. Assumed. */
const LOOK_EVERY_MS = 10_000;

/** `aws:assertAwsResourceProperty`: fails when a property of an answer has none of the desired values. */
export function assertAwsResourceProperty(task: StepTask): StepRun {
  const { end, property } = look(task);
  task.end(end ?? { status: 'Failed', message: failsWhen(executing, unlike(task, property)) });
  return { stop: () => undefined, doing: () => executing };
}

/** `aws:waitForAwsResourceProperty`: repeats the call until the property has one of the desired values. */
export function waitForAwsResourceProperty(task: StepTask): StepRun {
  const giveUp = poll(task.host, LOOK_EVERY_MS, () => {
    const { end } = look(task);
    if (end === undefined) return 'again';
    task.end(end);
    return 'done';
  });
  return { stop: giveUp, doing: () => executing };
}

function look(task: StepTask): { end?: StepEnd; property?: unknown } {
  const outcome = callApi(task);
  if ('refusal' in outcome) return { end: refusedCall(task, outcome.refusal) };
  const property = selectValue(outcome.answer, String(task.inputs['PropertySelector']));
  if (!desiredValues(task).includes(textOf(property))) return { property };
  const outputs = selectOutputs(outcome.answer, task.step.outputs);
  return { end: { status: 'Success', outputs, response: JSON.stringify(outcome.answer) }, property };
}

function desiredValues({ inputs }: StepTask): string[] {
  return [inputs['DesiredValues']].flat().map(textOf);
}

function unlike(task: StepTask, property: unknown): string {
  const selector = task.inputs['PropertySelector'];
  return (
    `Property value from the API output is not in the desired values. Property selector: ${selector}. ` +
    `Property value: ${textOf(property)}. Desired values: [${desiredValues(task).join(', ')}]`
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
