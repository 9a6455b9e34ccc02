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
export function readEvent({ Payload: payload, InvocationType: type }: InvocationRequest): {
  readonly value: unknown;
  readonly text: string;
} {
  const text = payload === undefined ? '' : Buffer.from(payload).toString('utf8');
  const bytesMax = type === 'Event' ? eventBytesMax.Event : eventBytesMax.RequestResponse;
  if (Buffer.byteLength(text) > bytesMax) {
    const message = `Request must be smaller than ${bytesMax} bytes for the InvokeFunction operation`;
    throw new ServiceError('RequestTooLargeException', message, { statusCode: 413 });
  }
  try {
    return { value: text === '' ? {} : JSON.parse(text), text: text || '{}' };
  } catch (error) {
    const otherwise = error instanceof Error ? error.message : String(error);
    const reason = wrongByte(Buffer.from(payload ?? [])) ?? otherwise;
    const message = `Could not parse request body into json: Could not parse payload into json: ${reason}`;
    throw new ServiceError('InvalidRequestContentException', message);
  }
}

/** What Lambda says of a payload that is no text, which is what the AWS CLI sends of JSON without base64 (recorded). */
function wrongByte(bytes: Buffer): string | undefined {
  const index = bytes.findIndex((byte) => byte >= 0x80);
  const byte = bytes[index] ?? 0;
  const isContinuation = byte < 0xc0;
  if (index < 0 || !isContinuation) return undefined;
  const what =
    index === 0
      ? `Unexpected character ((CTRL-CHAR, code ${byte})): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`
      : `Invalid UTF-8 start byte 0x${byte.toString(16)}`;
  const column = index === 0 ? 1 : index + 2;
  return `${what}\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`;
}

/** The error of a call for which there is no concurrency left. */
export function tooManyRequests(): ServiceError {
  return new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
    statusCode: 429,
    details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });
}
