import { ServiceError } from '../../core/service.ts';

/** A validation error. `message` is AWS's text if that is known. */
export function validation(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** A validation error for parameter values, with AWS's prefix. */
export function invalidParameter(message: string): ServiceError {
  return validation(`One or more parameter values were invalid: ${message}`);
}

/** The table in the request does not exist. `detail` is what only operations on tables themselves add. Recorded. */
export function notFound(detail = ''): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Requested resource not found${detail}`);
}

/** A failed condition. `item` is the stored item, if there is one and ALL_OLD was requested. */
export function conditionFailed(item: Readonly<Record<string, unknown>> | undefined): ServiceError {
  const details = item === undefined ? {} : { Item: item };
  return new ServiceError('ConditionalCheckFailedException', 'The conditional request failed', { details });
}
