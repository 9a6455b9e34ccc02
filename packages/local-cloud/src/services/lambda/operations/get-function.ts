import type { GetFunctionRequest, GetFunctionResponse } from '@aws-sdk/client-lambda';
import type { Host } from '../../../core/host.ts';
import type { Operation } from '../../../core/service.ts';
import { findFunction, functionArn } from '../find-function.ts';
import type { Lambda } from '../lambda.ts';
import { type RenderedFunction, renderWithState } from '../render-function.ts';

/** GetFunction. The code has no location, because nothing serves it. */
export function getFunction(
  host: Host,
  lambda: Lambda,
): Operation<
  GetFunctionRequest,
  Omit<GetFunctionResponse, 'Configuration'> & { Configuration: RenderedFunction }
> {
  return {
    authorize: (input) => [{ action: 'lambda:GetFunction', resource: functionArn(host, input) }],
    run(input) {
      const found = findFunction(host, lambda, input);
      const reserved = found.settings.reservedConcurrency;
      return {
        Configuration: renderWithState(host, lambda, found),
        Code: { RepositoryType: 'S3' },
        ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
      };
    },
  };
}
