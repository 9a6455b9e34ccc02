import type { GetAccountSettingsRequest, GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../../core/service.ts';
import { accountConcurrency, type Lambda } from '../lambda.ts';
import { renderFunction } from '../render-function.ts';

/** The quotas of an account in a region, in bytes, as AWS's example of this call has them. */
const sizes = { CodeSizeUnzipped: 262_144_000, CodeSizeZipped: 52_428_800, TotalCodeSize: 80_530_636_800 };

/** GetAccountSettings: quotas, and what is used of them. Reserved concurrency is taken from what all others share. */
export function getAccountSettings(
  lambda: Lambda,
): Operation<GetAccountSettingsRequest, GetAccountSettingsResponse> {
  return {
    authorize: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
    run() {
      const { functions } = lambda;
      const reserved = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
      return {
        AccountLimit: {
          ...sizes,
          ConcurrentExecutions: accountConcurrency,
          UnreservedConcurrentExecutions: accountConcurrency - reserved,
        },
        AccountUsage: {
          FunctionCount: functions.length,
          TotalCodeSize: functions.reduce(
            (sum, settings) => sum + (renderFunction(lambda, settings).CodeSize ?? 0),
            0,
          ),
        },
      };
    },
  };
}
