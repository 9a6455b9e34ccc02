import type { InvocationRequest } from '@aws-sdk/client-lambda';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';

/** The largest event of a call that waits, and of one that does not (Lambda quotas). */
const eventBytesMax = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

const otherMembers = ['ClientContext', 'DurableExecutionName', 'TenantId'] as const;

/** Refuses an Invoke that Lambda refuses before it looks for the function. */
export function checkInvocation(input: InvocationRequest): void {
  const other = otherMembers.find((name) => input[name] !== undefined);
  if (other !== undefined) throw new NotEmulatedError(`Invoke with ${other}`);
}

/** The event of a call: JSON, and an empty object without a payload. */
export function readEvent({ Payload: payload, InvocationType: type }: InvocationRequest): unknown {
  const text = payload === undefined ? '' : Buffer.from(payload).toString('utf8');
  const bytesMax = type === 'Event' ? eventBytesMax.Event : eventBytesMax.RequestResponse;
  if (Buffer.byteLength(text) > bytesMax) {
    const message = `Request must be smaller than ${bytesMax} bytes for the InvokeFunction operation`;
    throw new ServiceError('RequestTooLargeException', message, { statusCode: 413 });
  }
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Could not parse request body into json: ${reason}`;
    throw new ServiceError('InvalidRequestContentException', message);
  }
}

/** The error of a call for which there is no concurrency left. */
export function tooManyRequests(): ServiceError {
  return new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
    statusCode: 429,
    details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });
}
