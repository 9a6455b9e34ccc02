import type { CallContext, Operation } from './service.ts';

/**
 * An operation that may answer later in virtual time: a long poll. A caller that can wait uses `start`; `run` answers
 * with what is there now.
 */
export interface WaitingOperation<Input = unknown, Output = unknown> extends Operation<Input, Output> {
  /**
   * Calls `answer` once: at once, or in a later step of the timeline. Throws what `run` throws. The function it returns
   * gives up: `answer` is not called after it, and no message is taken.
   */
  start(input: Input, context: CallContext, answer: (output: Output) => void): () => void;
}

/** True for an operation that a caller may wait for. */
export function isWaitingOperation(operation: Operation): operation is WaitingOperation {
  return 'start' in operation && typeof operation.start === 'function';
}
