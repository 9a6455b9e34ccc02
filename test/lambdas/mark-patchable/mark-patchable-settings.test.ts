import { expect, it } from 'vitest';
import { markPatchableSettings } from '../../../lambdas/mark-patchable/mark-patchable-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';

it('the settings are the key of the tag, and what ARNs begin with', () => {
  const environment = { MUSTER_PATCHABLE_TAG: 'Muster-Patchable', MUSTER_NODE_ARN_PREFIX: 'arn:' };
  expect(readSettings(markPatchableSettings, environment)).toEqual({
    ...{ patchableTag: 'Muster-Patchable', nodeArnPrefix: 'arn:' },
  });
});
