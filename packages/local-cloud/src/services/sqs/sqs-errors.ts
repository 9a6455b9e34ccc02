import { ServiceError } from '../../core/service.ts';

/**
 * The errors of SQS. Codes are those of the JSON protocol. `queryErrorCode` returns the older code, which AWS sends in
 * the `x-amzn-query-error` header and inside the `Failed` entries of a batch.
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

/** The query-protocol code for a JSON-protocol `code`. Most codes are the same. */
export function queryErrorCode(code: string): string {
  return QUERY_CODES.get(code) ?? code;
}

/** The error for an invalid parameter, with AWS's message. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, { queryCode: 'InvalidParameterValue' });
}

/** The error for an invalid parameter value, with the received value and the reason. */
export function invalidValue(parameter: string, value: unknown, reason: string): ServiceError {
  return invalidParameter(`Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

/** Returns the value of a required parameter, which must not be empty. */
export function required<T>(parameter: string, value: T | undefined): T {
  if (value !== undefined && value !== '') return value;
  throw new ServiceError(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${parameter}.`,
    { queryCode: 'MissingParameter' },
  );
}

/** The error for an attribute that queues or messages do not have. */
export function unknownAttribute(name: string): ServiceError {
  return new ServiceError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

/** The error for a queue that does not exist in this account and region. */
export function queueDoesNotExist(): ServiceError {
  return new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** The error for a handle of another queue. */
export function receiptHandleIsInvalid(handle: string): ServiceError {
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  return new ServiceError('ReceiptHandleIsInvalid', message, { statusCode: 404 });
}

/** The error for a resource that does not exist. */
export function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, { statusCode: 404 });
}
