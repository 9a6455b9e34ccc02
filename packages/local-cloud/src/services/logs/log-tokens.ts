import { ServiceError } from '../../core/service.ts';

/** The error for a token of another request. */
export function refuseToken(): ServiceError {
  return new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.');
}
