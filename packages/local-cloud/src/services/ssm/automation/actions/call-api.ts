import type { ServiceError } from '../../../../core/service.ts';
import type { StepEnd } from '../execution.ts';
import { executing, failsWhen } from '../failure-message.ts';
import type { CallAnswer, StepTask } from './action.ts';

/** What the action itself reads of its inputs. All others are members of the call. */
const ownInputs = ['Service', 'Api', 'PropertySelector', 'DesiredValues'];

/** Makes the call that the inputs of a step name. */
export function callApi({ inputs, call }: StepTask): CallAnswer {
  const members = Object.entries(inputs).filter(([name]) => !ownInputs.includes(name));
  return call(String(inputs['Service']), String(inputs['Api']), Object.fromEntries(members));
}

/** The end of a step whose call was refused. The words are recorded. */
export function refusedCall(task: StepTask, { code, message }: ServiceError): StepEnd {
  const reason = `An error occurred (${code}) when calling the ${task.inputs['Api']} operation: ${message}`;
  return { status: 'Failed', message: failsWhen(executing, reason) };
}
