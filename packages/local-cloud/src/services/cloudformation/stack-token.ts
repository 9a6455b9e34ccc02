import { ServiceError } from '../../core/service.ts';

/** The error for a token of another request. */
export function refuseToken(): ServiceError {
  return new ServiceError('ValidationError', 'The specified NextToken is invalid.');
}
