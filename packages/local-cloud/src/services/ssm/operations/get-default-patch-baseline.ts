import type * as Sdk from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { BaselineStore } from '../baselines/baseline-store.ts';

/** GetDefaultPatchBaseline. */
export function getDefaultPatchBaseline(
  store: BaselineStore,
): Operation<Sdk.GetDefaultPatchBaselineRequest, Sdk.GetDefaultPatchBaselineResult> {
  return {
    authorize: ({ OperatingSystem: system = 'WINDOWS' }) => [
      { action: 'ssm:GetDefaultPatchBaseline', resource: store.arn(store.defaultOf(system)) },
    ],
    run: ({ OperatingSystem: system = 'WINDOWS' }) => ({
      BaselineId: store.defaultOf(system),
      OperatingSystem: system,
    }),
  };
}
