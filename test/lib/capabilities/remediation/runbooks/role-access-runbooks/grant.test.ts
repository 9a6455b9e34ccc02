import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, type RoleBench, roleBench } from '../../role-bench.ts';
import { stepsOf } from '../../runbook-bench.ts';

let bench: RoleBench;
beforeAll(async () => {
  bench = await roleBench();
});
beforeEach(() => bench.heal());

const grant = (instance: { id: string }, more: Readonly<Record<string, string>> = {}) =>
  bench.run('GrantInstanceAccess', { InstanceId: instance.id, ...more });
const revoke = (instance: { id: string }, more: Readonly<Record<string, string>> = {}) =>
  bench.run('RevokeInstanceAccess', { InstanceId: instance.id, ...more });

/** An instance whose role lacks the policy, and how all roles are before anything happens. */
async function needy(changes: Parameters<RoleBench['makeRole']>[0] = {}) {
  const role = bench.makeRole(changes);
  const instance = await bench.launchWith(role);
  return { role, instance, before: bench.stateOfRoles() };
}

describe('the runbook GrantInstanceAccess', () => {
  it('gives the role the policy, waits for the instance, and its inverse restores exactly what was there', async () => {
    const { role, instance, before } = await needy({ tags: { Team: 'web' } });
    const ended = await grant(instance);
    expect([ended.AutomationExecutionStatus, ended.FailureMessage]).toEqual(['Success', undefined]);
    expect(stepsOf(ended).at(-1)).toBe('waitForAgent Success');
    const { policyArn } = bench.access();
    expect(bench.stateOfRoles()[role.roleName]).toEqual({
      tags: { Team: 'web', 'muster:granted-policy': policyArn },
      policies: [policyArn],
    });
    const undone = await revoke(instance);
    expect([undone.AutomationExecutionStatus, undone.FailureMessage]).toEqual(['Success', undefined]);
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('changes nothing on a dry run, says what it would do, and so does its inverse', async () => {
    const { instance, before } = await needy();
    const dry = await grant(instance, { DryRun: 'true' });
    expect([dry.AutomationExecutionStatus, bench.stateOfRoles()]).toEqual(['Success', before]);
    expect(answerOf(dry, 'look')).toMatchObject({ Decision: 'may be granted' });
    await grant(instance);
    const granted = bench.stateOfRoles();
    const undone = await revoke(instance, { DryRun: 'true' });
    expect([undone.AutomationExecutionStatus, bench.stateOfRoles()]).toEqual(['Success', granted]);
    expect(answerOf(undone, 'look')).toMatchObject({ Decision: 'may be revoked' });
    await revoke(instance);
  });

  it('leaves a role that has the policy already, and its inverse does not take it away', async () => {
    const { instance, before } = await needy({ attachedPolicyArns: [bench.access().policyArn] });
    expect(stepsOf(await grant(instance, { DryRun: 'true' })).at(-1)).toBe('mayGrant Success');
    await bench.run('GrantInstanceAccess', { InstanceId: instance.id });
    const undone = await revoke(instance);
    expect(answerOf(undone, 'look')).toMatchObject({ Decision: 'has nothing to revoke' });
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('names the other instances that have the role, and counts those that it does not name', async () => {
    const { role, instance } = await needy();
    const others = await Promise.all(Array.from({ length: 60 }, () => bench.launchWith(role)));
    const answer = answerOf(await grant(instance, { DryRun: 'true' }), 'look');
    expect(answer).toMatchObject({ RoleName: role.roleName, OtherInstancesCount: '60' });
    expect(answer['OtherInstances']).toEqual(
      others
        .map(({ id }) => id)
        .sort()
        .slice(0, 50),
    );
  });

  it.each([
    ['a service-linked role', { path: '/aws-service-role/ec2.amazonaws.com/' }, /service-linked role/],
    ['a role of AWS', { path: '/aws-reserved/sso.amazonaws.com/' }, /role of AWS/],
    ['a protected role', { tags: { 'Muster:Protected': '' } }, /the tag muster:protected protects it/],
    ['a role that EC2 may not assume', { trust: { Statement: [] } }, /EC2 may not assume it/],
    ['the record of another policy', { tags: { 'muster:granted-policy': 'arn:x' } }, /record of another/],
  ])('refuses %s', async (_, changes, reason) => {
    const { instance, before } = await needy(changes);
    const ended = await grant(instance);
    expect(stepsOf(ended).at(-1)).toBe('refuse Failed');
    const answer = answerOf(ended, 'look');
    expect(answer).toEqual({ ...answer, Decision: 'is refused', Reason: expect.stringMatching(reason) });
    expect(bench.stateOfRoles()).toEqual(before);
    expect((await revoke(instance)).AutomationExecutionStatus).toBe('Success');
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('refuses an instance without an instance profile, or with one without a role', async () => {
    const bare = await bench.launch({ registration: { kind: 'never', cause: 'no-instance-profile' } });
    const without = await grant(bare);
    expect(stepsOf(without).at(-1)).toBe('refuse Failed');
    expect(answerOf(without, 'look')).toMatchObject({
      Reason: expect.stringMatching(/AttachInstanceProfile/),
    });
    const { role, instance } = await needy();
    bench.cloud.iam.directory.updateProfile(role.roleName, undefined);
    const empty = await grant(instance);
    expect(answerOf(empty, 'look')).toMatchObject({ Reason: expect.stringMatching(/has no role/) });
  });

  it('refuses an instance that does not run', async () => {
    const { instance } = await needy();
    bench.cloud.ec2.fleet.stop(instance);
    await bench.cloud.pass(300);
    expect(stepsOf(await grant(instance))).toEqual(['isRunning Failed']);
  });

  it('says what IAM refused, and leaves no record, when the role has as many policies as it may have', async () => {
    const aws = bench.cloud.iam.directory.awsPolicyArn('x');
    const attachedPolicyArns = Array.from({ length: 10 }, (_, index) => `${aws}-${index}`);
    const { instance, before } = await needy({ attachedPolicyArns });
    expect((await grant(instance)).FailureMessage).toMatch(/LimitExceeded.*PoliciesPerRole: 10/);
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('does the same when it is started twice at once, and so does its inverse', async () => {
    const { instance, before } = await needy();
    const other = await bench.start('GrantInstanceAccess', { InstanceId: instance.id });
    const statuses = [await grant(instance), await bench.execution(other)];
    expect(statuses.map((each) => each.FailureMessage)).toEqual([undefined, undefined]);
    const otherUndo = await bench.start('RevokeInstanceAccess', { InstanceId: instance.id });
    const undone = [await revoke(instance), await bench.execution(otherUndo)];
    expect(undone.map((each) => each.FailureMessage)).toEqual([undefined, undefined]);
    expect(bench.stateOfRoles()).toEqual(before);
  });
});

describe('the runbook RevokeInstanceAccess', () => {
  it('finds the role by its name when the instance is gone', async () => {
    const { role, instance, before } = await needy();
    await grant(instance);
    bench.cloud.ec2.fleet.terminate(instance);
    await bench.cloud.pass(2 * 3600);
    await bench.run('RevokeInstanceAccess', { RoleName: role.roleName });
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('refuses when neither the instance nor the role is named', async () => {
    const ended = await bench.run('RevokeInstanceAccess', { DryRun: 'false' });
    expect(stepsOf(ended).at(-1)).toBe('refuse Failed');
  });

  it('removes the record alone when somebody has taken the policy away', async () => {
    const { role, instance, before } = await needy();
    await grant(instance);
    role.attachedPolicyArns.delete(bench.access().policyArn);
    await revoke(instance);
    expect(bench.stateOfRoles()).toEqual(before);
  });
});
