import { expect, it } from 'vitest';
import { newVersions, versionName } from '../../../../../lambdas/shared/domain/rollout/proposal.ts';

it('new are the deployed versions that are not remembered', () => {
  const deployed = { A: '2', B: '1', 'AWS-Document': '$DEFAULT' };
  expect(newVersions(deployed, new Set())).toEqual({ A: '2', B: '1' });
  const remembered = new Set([versionName('A', '1'), versionName('B', '1')]);
  expect(newVersions(deployed, remembered)).toEqual({ A: '2' });
});
