import { NotEmulatedError } from '../../../../core/service.ts';
import type { StepEnd } from '../execution.ts';
import { executing, failsWhen } from '../failure-message.ts';
import type { CallAnswer, StepRun, StepTask } from './action.ts';
import { refusedCall } from './call-api.ts';

/** The largest answer of a function (Automation actions reference: 200 KB). */
const answerBytesMax = 200_000;

/** What the action takes, besides `InputPayload`. */
const inputs = ['FunctionName', 'Qualifier', 'InvocationType', 'LogType', 'Payload'];

/**
 * `aws:invokeLambdaFunction`: invokes a function and waits for its answer. A time-out or a stop gives up waiting, and
 * the function goes on. What the function answers is one text of JSON, the output `Payload`.
 */
export function invokeLambdaFunction(task: StepTask): StepRun {
  const giveUp = task.callWaiting('lambda', 'Invoke', toRequest(task.inputs), (answer) =>
    task.end(endOf(task, answer)),
  );
  return { stop: giveUp, doing: () => executing };
}

/** `InputPayload` takes the place of `Payload`. */
function toRequest({ InputPayload: payload, ...others }: StepTask['inputs']) {
  const unknown = Object.keys(others).find((name) => !inputs.includes(name));
  if (unknown !== undefined) throw new NotEmulatedError(`aws:invokeLambdaFunction with ${unknown}`);
  return payload === undefined ? others : { ...others, Payload: JSON.stringify(payload) };
}

function endOf(task: StepTask, answer: CallAnswer): StepEnd {
  if ('refusal' in answer) return refusedCall({ ...task, inputs: { Api: 'Invoke' } }, answer.refusal);
  const { StatusCode, FunctionError, LogResult, Payload: bytes } = answer.answer;
  const payload = typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString() : undefined;
  const members = { StatusCode, FunctionError, LogResult, Payload: payload, OutputPayload: payload };
  const outputs = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  if (FunctionError !== undefined) return failed(`The function ended with an error: ${payload}`, outputs);
  if (Buffer.byteLength(payload ?? '') > answerBytesMax)
    return failed(`The output of the function is larger than ${answerBytesMax} bytes`, {});
  return { status: 'Success', outputs, response: JSON.stringify(outputs) };
}

function failed(reason: string, outputs: Readonly<Record<string, unknown>>): StepEnd {
  return { status: 'Failed', message: failsWhen(executing, reason), outputs };
}
