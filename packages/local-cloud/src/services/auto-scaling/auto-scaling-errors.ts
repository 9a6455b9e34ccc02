import { ServiceError } from '../../core/service.ts';

/** The error of Auto Scaling for all that a request may not say. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}

/** The value as one of those that are allowed. @throws ServiceError ValidationError for any other. */
export function oneOfValues<Value extends string>(
  value: string,
  member: string,
  allowed: readonly Value[],
): Value {
  const found = allowed.find((each) => each === value);
  if (found === undefined)
    throw validationError(`${member}: received ${value}; valid values: ${allowed.join(', ')}`);
  return found;
}
