import type { GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse } from '@aws-sdk/client-lambda';
import type { Host } from '../../../core/host.ts';
import type { Operation } from '../../../core/service.ts';
import { findFunction, functionArn } from '../find-function.ts';
import type { Lambda } from '../lambda.ts';

/** GetFunctionConcurrency: an empty answer for a function without a reservation. */
export function getFunctionConcurrency(
  host: Host,
  lambda: Lambda,
): Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> {
  return {
    authorize: (input) => [{ action: 'lambda:GetFunctionConcurrency', resource: functionArn(host, input) }],
    run(input) {
      const reserved = findFunction(host, lambda, input).settings.reservedConcurrency;
      return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
    },
  };
}
