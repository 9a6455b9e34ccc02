import type * as Sdk from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { BaselineStore } from '../baselines/baseline-store.ts';

/** RegisterDefaultPatchBaseline, for the operating system of the baseline. */
export function registerDefaultPatchBaseline(
  store: BaselineStore,
): Operation<Sdk.RegisterDefaultPatchBaselineRequest, Sdk.RegisterDefaultPatchBaselineResult> {
  return {
    authorize: ({ BaselineId: id = '' }) => [
      { action: 'ssm:RegisterDefaultPatchBaseline', resource: store.arn(id) },
    ],
    run: ({ BaselineId: id = '' }) => ({ BaselineId: store.register(id).id }),
  };
}
