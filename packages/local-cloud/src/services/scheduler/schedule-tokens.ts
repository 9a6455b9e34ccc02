import { ServiceError } from '../../core/service.ts';

/** The error for a token of another request. */
export function refuseToken(): ServiceError {
  return new ServiceError('ValidationException', 'Invalid NextToken');
}
