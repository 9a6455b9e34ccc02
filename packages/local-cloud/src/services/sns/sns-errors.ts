import { ServiceError } from '../../core/service.ts';

/** The error for an invalid parameter. `what` is its name, with SNS's reason if there is one. */
export function invalidParameter(what: string): ServiceError {
  return new ServiceError('InvalidParameter', `Invalid parameter: ${what}`);
}

/** The error for a topic that does not exist. */
export function topicNotFound(): ServiceError {
  return new ServiceError('NotFound', 'Topic does not exist', { statusCode: 404 });
}
