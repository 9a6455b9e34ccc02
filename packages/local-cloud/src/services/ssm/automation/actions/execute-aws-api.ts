import { executing } from '../failure-message.ts';
import { selectOutputs } from '../outputs.ts';
import type { StepRun, StepTask } from './action.ts';
import { callApi, refusedCall } from './call-api.ts';

/** `aws:executeAwsApi`: one call of any operation, whose outputs the step selects. */
export function executeAwsApi(task: StepTask): StepRun {
  const outcome = callApi(task);
  if ('refusal' in outcome) task.end(refusedCall(task, outcome.refusal));
  else
    task.end({
      status: 'Success',
      outputs: selectOutputs(outcome.answer, task.step.outputs),
      response: JSON.stringify(outcome.answer),
    });
  return { stop: () => undefined, doing: () => executing };
}
