import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import type { Host } from '../../../core/host.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import type { WaitingOperation } from '../../../core/waiting-operation.ts';
import type { InvocationResult } from '../../../worker/sandbox.ts';
import { checkInvocation, readEvent, tooManyRequests } from '../check-invocation.ts';
import { errorPayload } from '../error-payload.ts';
import { findFunction, functionArn } from '../find-function.ts';
import type { Lambda } from '../lambda.ts';

/** What functions have written: how many lines, and those from one of them on. */
export interface WrittenLines {
  countOf(functionName: string): number;
  linesFrom(functionName: string, count: number): readonly string[];
}

type Answer = (output: InvocationResponse) => void;

/** `LogType: Tail` answers the last 4 KB of the log (API reference). */
const tailBytes = 4096;
/** The largest answer of a function, and its words (Lambda quota; recorded). */
const answerBytesMax = 6_291_556;

/**
 * Invoke. `RequestResponse` runs the function and answers when it has ended, in virtual time. `Event` queues the event,
 * and `DryRun` does nothing. A function that waits for another one is not emulated.
 */
export function invoke(
  host: Host,
  lambda: Lambda,
  written: WrittenLines,
): WaitingOperation<InvocationRequest, InvocationResponse> {
  const start = (input: InvocationRequest, answer: Answer): (() => void) => {
    checkInvocation(input);
    const found = findFunction(host, lambda, input, { qualifier: '$LATEST' });
    const { arn, functionName } = found.settings;
    const invokedArn = found.qualifiedArn;
    const event = readEvent(input);
    if (input.InvocationType === 'Event')
      lambda.invokeLater(arn, event.value, { text: event.text, invokedArn });
    if (input.InvocationType === 'Event' || input.InvocationType === 'DryRun') {
      answer({ StatusCode: input.InvocationType === 'Event' ? 202 : 204 });
      return () => undefined;
    }
    if (!lambda.canInvoke(arn)) throw tooManyRequests();
    const before = written.countOf(functionName);
    let isWanted = true;
    const end = (result: InvocationResult) => {
      if (!isWanted) return;
      const log = input.LogType === 'Tail' ? tailOf(written.linesFrom(functionName, before)) : undefined;
      answer({ StatusCode: 200, ExecutedVersion: '$LATEST', LogResult: log, ...render(result) });
    };
    lambda.invoke(arn, event.value, end, { invokedArn });
    return () => {
      isWanted = false;
    };
  };
  return {
    authorize: (input) => [{ action: 'lambda:InvokeFunction', resource: functionArn(host, input) }],
    start: (input, _, answer) => start(input, answer),
    run(input) {
      if (!['Event', 'DryRun'].includes(input.InvocationType ?? ''))
        throw new NotEmulatedError('a function that waits for another (lambda:Invoke with RequestResponse)');
      let output: InvocationResponse = {};
      start(input, (given) => {
        output = given;
      });
      return output;
    },
  };
}

function render(result: InvocationResult): InvocationResponse {
  if (result.ok && Buffer.byteLength(result.payload) <= answerBytesMax)
    return { Payload: Buffer.from(result.payload) };
  const payload = errorPayload(result.ok ? tooLarge : result);
  return { FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(payload)) };
}

const tooLarge = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${answerBytesMax} bytes).`,
};

function tailOf(lines: readonly string[]): string {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return text.subarray(Math.max(0, text.length - tailBytes)).toString('base64');
}
