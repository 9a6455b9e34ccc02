import type { InvocationResult } from '../../worker/sandbox.ts';

/** What ends a call without the runtime's doing. */
const errorsOfLambda = ['Sandbox.Timedout', 'Runtime.ExitError', 'Function.ResponseSizeTooLarge'];

type Failure = Omit<Extract<InvocationResult, { ok: false }>, 'ok'>;

/** True for the errors that Lambda itself finds. */
export function isOfLambda({ errorType }: Failure): boolean {
  return errorsOfLambda.includes(errorType);
}

/** What the caller or a destination gets of a failed call: errors of the function have a trace, which is empty here. */
export function errorPayload(failure: Failure): object {
  const { errorType, errorMessage } = failure;
  return { errorType, errorMessage, ...(isOfLambda(failure) ? {} : { trace: [] }) };
}
