import { ServiceError } from '../../core/service.ts';

/**
 * The refusals of SQS. Codes are those of the JSON protocol; `queryErrorCode` gives the older code that AWS sends
 * beside them in the `x-amzn-query-error` header and inside the `Failed` entries of a batch.
 */

const QUERY_CODES: ReadonlyMap<string, string> = new Map([
  ['BatchEntryIdsNotDistinct', 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct'],
  ['BatchRequestTooLong', 'AWS.SimpleQueueService.BatchRequestTooLong'],
  ['EmptyBatchRequest', 'AWS.SimpleQueueService.EmptyBatchRequest'],
  ['InvalidBatchEntryId', 'AWS.SimpleQueueService.InvalidBatchEntryId'],
  ['InvalidParameterValueException', 'InvalidParameterValue'],
  ['MessageNotInflight', 'AWS.SimpleQueueService.MessageNotInflight'],
  ['MissingRequiredParameterException', 'MissingParameter'],
  ['PurgeQueueInProgress', 'AWS.SimpleQueueService.PurgeQueueInProgress'],
  ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
  ['TooManyEntriesInBatchRequest', 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest'],
]);

/** The query-protocol code of a JSON-protocol `code`; the code itself when both protocols use the same. */
export function queryErrorCode(code: string): string {
  return QUERY_CODES.get(code) ?? code;
}

/** A parameter that AWS refuses, in its own words. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}

/** A parameter value that AWS refuses, with the value received and the reason. */
export function invalidValue(parameter: string, value: unknown, reason: string): ServiceError {
  return invalidParameter(`Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

/** The value of a parameter that must be there and must not be empty. */
export function required<T>(parameter: string, value: T | undefined): T {
  if (value !== undefined && value !== '') return value;
  throw new ServiceError(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${parameter}.`,
  );
}

/** There is no such queue in this account and region. */
export function queueDoesNotExist(): ServiceError {
  return new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** A handle that this queue never gave. */
export function receiptHandleIsInvalid(handle: string): ServiceError {
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  return new ServiceError('ReceiptHandleIsInvalid', message, { statusCode: 404 });
}

/** A resource named by an ARN that is not there. */
export function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, { statusCode: 404 });
}
