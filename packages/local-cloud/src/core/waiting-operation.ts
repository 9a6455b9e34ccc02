import type { CallContext, Operation } from './service.ts';

/**
 * An operation that may answer later in virtual time, such as a long poll. A caller that can wait uses `start`. `run`
 * returns what is available now.
 */
export interface WaitingOperation<Input = unknown, Output = unknown> extends Operation<Input, Output> {
  /**
   * Calls `answer` once, now or in a later step of the timeline. Throws what `run` throws. The returned function
   * cancels the operation: after that, `answer` is not called and no message is taken.
   */
  start(input: Input, context: CallContext, answer: (output: Output) => void): () => void;
}

/** True for an operation that a caller may wait for. */
export function isWaitingOperation(operation: Operation): operation is WaitingOperation {
  return 'start' in operation && typeof operation.start === 'function';
}
