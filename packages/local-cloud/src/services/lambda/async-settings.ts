import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';

/** The settings for failed asynchronous invocations of a function. Lambda's defaults are 2 retries and 6 hours. */
export interface AsyncSettings {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onSuccessArn: string | undefined;
  readonly onFailureArn: string | undefined;
}

/** The default settings (Lambda developer guide). */
export const asyncDefaults: AsyncSettings = {
  maximumRetryAttempts: 2,
  maximumEventAgeSeconds: 21_600,
  onSuccessArn: undefined,
  onFailureArn: undefined,
};

type Properties = Readonly<Record<string, unknown>>;

/** Reads a resolved `AWS::Lambda::EventInvokeConfig` and refuses what Lambda refuses. */
export function readAsyncSettings(properties: Properties): AsyncSettings {
  const qualifier = properties['Qualifier'];
  if (qualifier !== '$LATEST') throw new NotEmulatedError(`the function version ${String(qualifier)}`);
  const destinations = isRecord(properties['DestinationConfig']) ? properties['DestinationConfig'] : {};
  const { maximumRetryAttempts, maximumEventAgeSeconds } = asyncDefaults;
  const retries = { default: maximumRetryAttempts, min: 0, max: 2 };
  const age = { default: maximumEventAgeSeconds, min: 60, max: 21_600 };
  return {
    maximumRetryAttempts: readNumber(properties, 'MaximumRetryAttempts', retries),
    maximumEventAgeSeconds: readNumber(properties, 'MaximumEventAgeInSeconds', age),
    onSuccessArn: readDestination(destinations['OnSuccess']),
    onFailureArn: readDestination(destinations['OnFailure']),
  };
}

function readDestination(source: unknown): string | undefined {
  if (!isRecord(source)) return undefined;
  const arn = source['Destination'];
  if (typeof arn !== 'string')
    throw new ServiceError('InvalidParameterValueException', 'Destination is empty');
  checkDestination(arn);
  return arn;
}

/** @throws NotEmulatedError for an ARN that is neither of a queue nor of a topic. */
export function checkDestination(arn: string): void {
  if (!['sqs', 'sns'].includes(arn.split(':')[2] ?? '')) throw new NotEmulatedError(`the destination ${arn}`);
}

function readNumber(
  properties: Properties,
  name: string,
  allowed: { readonly default: number; readonly min: number; readonly max: number },
): number {
  const value = Number(properties[name] ?? allowed.default);
  if (Number.isInteger(value) && value >= allowed.min && value <= allowed.max) return value;
  const message = `Value ${String(properties[name])} at '${name}' must be from ${allowed.min} to ${allowed.max}`;
  throw new ServiceError('ValidationException', message);
}
