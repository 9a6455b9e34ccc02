import { expect, it } from 'vitest';
import { markPatchableSettings } from '../../../lambdas/mark-patchable/mark-patchable-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';

it('the only setting is the key of the tag', () => {
  const environment = { MUSTER_PATCHABLE_TAG: 'Muster-Patchable' };
  expect(readSettings(markPatchableSettings, environment)).toEqual({ patchableTag: 'Muster-Patchable' });
});
