import { ServiceError } from 'local-cloud';

/** The throttling errors of the services. Every other service returns ThrottlingException. */
const throttles: Readonly<Record<string, readonly [code: string, status: number]>> = {
  ec2: ['RequestLimitExceeded', 503],
  iam: ['Throttling', 400],
  sns: ['Throttling', 400],
  s3: ['SlowDown', 503],
  scheduler: ['ThrottlingException', 429],
};

/** The codes of internal errors of the services. Every other service returns InternalServerError. */
const internalErrors: Readonly<Record<string, string>> = {
  ec2: 'InternalError',
  iam: 'ServiceFailure',
  s3: 'InternalError',
  sqs: 'InternalError',
  sns: 'InternalError',
  events: 'InternalException',
  scheduler: 'InternalServerException',
};

/** The throttling error of a service. */
export function throttleOf(service: string): ServiceError {
  const [code, statusCode] = throttles[service] ?? ['ThrottlingException', 400];
  return new ServiceError(code, 'Rate exceeded', { statusCode });
}

/** The internal error of a service. */
export function failureOf(service: string): ServiceError {
  const code = internalErrors[service] ?? 'InternalServerError';
  return new ServiceError(code, 'Internal server error', { statusCode: 500 });
}
