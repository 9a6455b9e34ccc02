import { ServiceError } from '../../core/service.ts';

/** A parameter that SNS refuses; `what` is its name, and the reason where SNS gives one. */
export function invalidParameter(what: string): ServiceError {
  return new ServiceError('InvalidParameter', `Invalid parameter: ${what}`);
}

/** There is no such topic. */
export function topicNotFound(): ServiceError {
  return new ServiceError('NotFound', 'Topic does not exist', { statusCode: 404 });
}
