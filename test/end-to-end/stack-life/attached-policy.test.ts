import { createStack, deleteStack } from 'local-cloud';
import { accountState } from 'local-cloud/test/account-state.ts';
import { expect, it } from 'vitest';
import { account, mainStack, withoutTables } from './main-stack.ts';

it('is not deleted as a whole while a role of somebody else has its managed policy', async () => {
  const main = mainStack({});
  const cloud = account(main);
  const before = withoutTables(accountState(cloud));
  const { stack } = await createStack(cloud, main);
  const policy = [...stack.resources].find(([, { type }]) => type === 'AWS::IAM::ManagedPolicy');
  const [logicalId = '', { ref = '' } = {}] = policy ?? [];
  const theirs = cloud.iam.directory.declareRole({ roleName: 'theirs', attachedPolicyArns: [ref] });
  const first = await deleteStack(cloud, stack);
  expect(first.status).toBe('DELETE_FAILED');
  expect(first.failure?.message).toBe(`The following resource(s) failed to delete: [${logicalId}]. `);
  const reason = 'Cannot delete a policy attached to entities.';
  const refused = first.left.filter(({ isRetained }) => !isRetained);
  expect(refused).toEqual([{ logicalId, type: 'AWS::IAM::ManagedPolicy', ref, isRetained: false, reason }]);
  expect([...first.stack.resources.keys()]).toEqual([logicalId]);
  theirs.attachedPolicyArns.delete(ref);
  expect((await deleteStack(cloud, first.stack)).status).toBe('DELETE_COMPLETE');
  cloud.iam.directory.removeRole('theirs');
  expect(withoutTables(accountState(cloud))).toEqual(before);
});
