import { ServiceError } from '../../core/service.ts';
import { Validation } from '../../core/validation.ts';

/** Refuses a token that is not of the form of CloudFormation's: 1 to 1,024 signs. */
export function checkToken(token: string | undefined): void {
  new Validation('ValidationError').length(token, 'nextToken', [1, 1024]).done();
}

/** The error for a token of another request. */
export function refuseToken(): ServiceError {
  return new ServiceError('ValidationError', 'The specified NextToken is invalid.');
}
