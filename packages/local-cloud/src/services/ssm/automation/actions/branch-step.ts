import { chooseBranch } from '../branch.ts';
import { executing } from '../failure-message.ts';
import type { StepRun, StepTask } from './action.ts';

/** `aws:branch`: chooses the next step. */
export function branchStep(task: StepTask): StepRun {
  task.end({ status: 'Success', nextStep: chooseBranch(task.inputs) });
  return { stop: () => undefined, doing: () => executing };
}
