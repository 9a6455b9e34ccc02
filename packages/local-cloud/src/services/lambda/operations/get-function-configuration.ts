import type { GetFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import type { Host } from '../../../core/host.ts';
import type { Operation } from '../../../core/service.ts';
import { findFunction, functionArn } from '../find-function.ts';
import type { Lambda } from '../lambda.ts';
import { type RenderedFunction, renderWithState } from '../render-function.ts';

/** GetFunctionConfiguration. */
export function getFunctionConfiguration(
  host: Host,
  lambda: Lambda,
): Operation<GetFunctionConfigurationRequest, RenderedFunction> {
  return {
    authorize: (input) => [{ action: 'lambda:GetFunctionConfiguration', resource: functionArn(host, input) }],
    run: (input) => renderWithState(host, lambda, findFunction(host, lambda, input)),
  };
}
