import { fillPseudoParameters } from './pseudo-parameters.ts';
import type { InvocationRun, InvocationWork } from './task-invocation.ts';

/**
 * Calls a function with the role of the task. It waits for the function's end, or leaves it running if the office does
 * not wait for functions. Nothing stops a function that runs.
 */
export function functionInvocation(work: InvocationWork): InvocationRun {
  const { office, principal, task, invocation, values, done } = work;
  const { ports, waitsForFunctions } = office;
  const { Payload: payload, Qualifier, ClientContext } = task.parameters;
  const text = payload instanceof Uint8Array ? Buffer.from(payload).toString() : '';
  const filled = fillPseudoParameters(text, values);
  invocation.parameters = filled;
  const input = {
    FunctionName: task.arn,
    InvocationType: waitsForFunctions ? 'RequestResponse' : 'Event',
    ...(filled === '' ? {} : { Payload: filled }),
    ...(Qualifier === undefined ? {} : { Qualifier }),
    ...(ClientContext === undefined ? {} : { ClientContext }),
  };
  ports.callWaiting(principal, { service: 'lambda', name: 'Invoke', input }, (called) => {
    if ('refusal' in called) done('FAILED', called.refusal.message);
    else if (called.answer['FunctionError'] === undefined) done('SUCCESS');
    else done('FAILED', String(called.answer['FunctionError']));
  });
  return { cancel: () => undefined };
}
