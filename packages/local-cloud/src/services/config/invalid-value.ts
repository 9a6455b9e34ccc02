import { ServiceError } from '../../core/service.ts';

/** The error for a value that the model allows and the service does not. */
export function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}
