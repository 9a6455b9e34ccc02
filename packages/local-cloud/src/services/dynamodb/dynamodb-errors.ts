import { ServiceError } from '../../core/service.ts';

/** A request that DynamoDB refuses as malformed. `message` is AWS's text where it is known. */
export function validation(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** A refusal that names bad parameter values, in the two prefixes AWS uses. */
export function invalidParameter(message: string): ServiceError {
  return validation(`One or more parameter values were invalid: ${message}`);
}

/** The table or index in the request does not exist. */
export function notFound(tableName: string): ServiceError {
  return new ServiceError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${tableName} not found`,
  );
}

/** A condition that was false. `item` is the stored item, given only when ALL_OLD was asked and there is one. */
export function conditionFailed(item: Readonly<Record<string, unknown>> | undefined): ServiceError {
  const details = item === undefined ? {} : { Item: item };
  return new ServiceError('ConditionalCheckFailedException', 'The conditional request failed', { details });
}
