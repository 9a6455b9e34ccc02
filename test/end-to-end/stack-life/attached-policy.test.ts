import { createStack, deleteStack } from 'local-cloud';
import { accountState } from 'local-cloud/test/account-state.ts';
import { expect, it } from 'vitest';
import { account, mainStack, withoutTables } from './main-stack.ts';

/** Those of the operators: read, steer and run. */
const operatorPolicies = Array(4).fill('AWS::IAM::ManagedPolicy');
const handedOut = ['AWS::IAM::InstanceProfile', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'];

/** The main stack, deployed, with its policy attached to a role of somebody else; then deleted. */
async function deployAndDelete() {
  const main = mainStack({});
  const cloud = account(main);
  const { directory } = cloud.iam;
  const { stack } = await createStack(cloud, main);
  const refOf = (type: string) =>
    [...stack.resources.values()].find(
      (resource) => resource.type === type && resource.deletionPolicy !== 'Delete',
    )?.ref ?? '';
  const [profileName = '', policyArn = '', roleName = ''] = handedOut.map(refOf);
  const theirs = directory.declareRole({ roleName: 'theirs', attachedPolicyArns: [policyArn] });
  const deleted = await deleteStack(cloud, stack);
  return { main, cloud, theirs, deleted, access: { policyArn, roleName, profileName } };
}

it('is deleted while others use its policy and its instance profile, and leaves them both', async () => {
  const { cloud, theirs, deleted, access } = await deployAndDelete();
  expect([deleted.status, deleted.failure]).toEqual(['DELETE_COMPLETE', undefined]);
  const left = deleted.left.map(({ type }) => type).sort();
  expect(left).toEqual(['AWS::DynamoDB::Table', ...operatorPolicies, ...handedOut].sort());
  const { directory } = cloud.iam;
  expect(directory.hasPolicy(access.policyArn)).toBe(true);
  expect([...theirs.attachedPolicyArns]).toEqual([access.policyArn]);
  expect(directory.hasProfile(access.profileName)).toBe(true);
  expect([...directory.role(access.roleName).attachedPolicyArns]).toEqual([access.policyArn]);
});

it('is deployed again beside what it has left, under other names', async () => {
  const { main, cloud, access } = await deployAndDelete();
  const again = await createStack(cloud, main);
  expect(again.status).toBe('CREATE_COMPLETE');
  const refs = [...again.stack.resources.values()].map(({ ref }) => ref);
  for (const name of Object.values(access)) expect(refs).not.toContain(name);
});

it('takes up what an earlier stack has left, when the configuration names it', async () => {
  const { cloud, access } = await deployAndDelete();
  const again = await createStack(cloud, mainStack({ instanceAccess: access }));
  expect(again.status).toBe('CREATE_COMPLETE');
  const types = [...again.stack.resources.values()].map(({ type }) => type);
  expect(types.filter((type) => /ManagedPolicy|InstanceProfile/.test(type))).toEqual(operatorPolicies);
  const value = (name: string) =>
    cloud.ssm.parameters
      .find((parameter) => parameter.name === `/muster/instance-access/${name}`)
      ?.versions.at(-1)?.value;
  expect([value('policy-arn'), value('role-name'), value('instance-profile-name')]).toEqual(
    Object.values(access),
  );
  expect(value('instance-profile-arn')).toBe(cloud.iam.directory.profileArn(access.profileName));
  expect((await deleteStack(cloud, again.stack)).status).toBe('DELETE_COMPLETE');
  expect(cloud.iam.directory.hasProfile(access.profileName)).toBe(true);
});

it('is not deleted while it is protected', async () => {
  const main = mainStack({ terminationProtection: true });
  const cloud = account(main);
  const { stack } = await createStack(cloud, main);
  const before = withoutTables(accountState(cloud));
  const message = `Stack [${main.stackName}] cannot be deleted while TerminationProtection is enabled`;
  await expect(deleteStack(cloud, stack)).rejects.toMatchObject({ code: 'ValidationError', message });
  expect(withoutTables(accountState(cloud))).toEqual(before);
});
