import { beforeEach, describe, expect, it } from 'vitest';
import { answerOf, type RoleBench, roleBench } from '../../role-bench.ts';
import { stepsOf } from '../../runbook-bench.ts';

let bench: RoleBench;
beforeEach(async () => {
  bench = await roleBench();
});

const now = { DryRun: 'false' };
const prepare = (more: Readonly<Record<string, string>> = now) => bench.run('PrepareFleetRoles', more);
const release = (more: Readonly<Record<string, string>> = now) => bench.run('ReleaseFleetRoles', more);
const makeRoles = (count: number) => Array.from({ length: count }, () => bench.makeRole().roleName);
const policiesOf = (roleName: string) => bench.cloud.iam.directory.role(roleName).attachedPolicyArns;
const hasPolicy = (roleName: string) => policiesOf(roleName).has(bench.access().policyArn);

const allow = (Principal: unknown) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const trustOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

describe('the runbook PrepareFleetRoles', () => {
  it('only looks unless it is told otherwise, and names what it would change', async () => {
    const names = makeRoles(3);
    const before = bench.stateOfRoles();
    const looked = await prepare({ RolesMax: '2' });
    expect([looked.AutomationExecutionStatus, bench.stateOfRoles()]).toEqual(['Success', before]);
    expect(answerOf(looked, 'prepare')).toMatchObject({
      ...{ Decision: 'only looked', RolesOfEc2: 4, WithPolicy: 1, Changed: 0 },
      ...{ Left: 3, LeftRoles: names },
    });
  });

  it('gives every role the policy, and its inverse restores exactly what was there', async () => {
    const names = makeRoles(3);
    bench.makeRole({ attachedPolicyArns: [bench.access().policyArn] });
    const before = bench.stateOfRoles();
    const ended = await prepare();
    expect(ended.FailureMessage).toBeUndefined();
    expect(answerOf(ended, 'prepare')).toMatchObject({
      ...{ Decision: 'came to its end', Changed: 3, ChangedRoles: names, Left: 0, Failed: 0, Refused: 0 },
    });
    expect(names.map(hasPolicy)).toEqual([true, true, true]);
    const again = bench.stateOfRoles();
    expect(answerOf(await prepare(), 'prepare')).toMatchObject({ Changed: 0, WithPolicy: 5 });
    expect(bench.stateOfRoles()).toEqual(again);
    const looked = await release({ RolesMax: '1' });
    expect(answerOf(looked, 'release')).toMatchObject({ Decision: 'only looked', LeftRoles: names });
    expect(bench.stateOfRoles()).toEqual(again);
    expect((await release()).FailureMessage).toBeUndefined();
    expect(bench.stateOfRoles()).toEqual(before);
    expect(answerOf(await release(), 'release')).toMatchObject({ Decision: 'came to its end', Changed: 0 });
  });

  it('takes no role that EC2 may not assume', async () => {
    const trusts = {
      listed: trustOf(allow({ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] })),
      china: trustOf(allow({ Service: 'ec2.amazonaws.com.cn' })),
      denied: trustOf(allow({ Service: 'ec2.amazonaws.com' }), { ...allow('*'), Effect: 'Deny' }),
      lambda: trustOf(allow({ Service: 'lambda.amazonaws.com' })),
      nobody: {},
    };
    for (const [roleName, trust] of Object.entries(trusts)) bench.makeRole({ roleName, trust });
    expect(answerOf(await prepare(), 'prepare')).toMatchObject({ ChangedRoles: ['china', 'listed'] });
  });

  it('leaves what is protected, and says why', async () => {
    bench.makeRole({ roleName: 'AWSServiceRoleForX', path: '/aws-service-role/x.amazonaws.com/' });
    bench.makeRole({ roleName: 'kept', tags: { 'muster:protected': '' } });
    bench.makeRole({ roleName: 'theirs', tags: { 'muster:prepared-policy': 'arn:x' } });
    const before = bench.stateOfRoles();
    expect(answerOf(await prepare(), 'prepare')).toMatchObject({
      ...{ Changed: 0, Refused: 3 },
      RefusedRoles: [
        expect.stringMatching(/^AWSServiceRoleForX: it is a service-linked role/),
        'kept: the tag muster:protected protects it',
        'theirs: its tag muster:prepared-policy is the record of another policy',
      ],
    });
    await release();
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('goes on with the next run after as many roles as it may change', async () => {
    makeRoles(5);
    const first = answerOf(await prepare({ ...now, RolesMax: '3' }), 'prepare');
    expect(first).toMatchObject({ Decision: 'goes on with the next run', Changed: 3, Left: 2 });
    const second = answerOf(await prepare({ ...now, RolesMax: '3' }), 'prepare');
    expect(second).toMatchObject({ Decision: 'came to its end', Changed: 2, Left: 0 });
    const undone = answerOf(await release({ ...now, RolesMax: '4' }), 'release');
    expect(undone).toMatchObject({ Changed: 4, Left: 1 });
  });

  it('reports a role that IAM refuses, leaves no record on it, and changes the others', async () => {
    const arn = bench.cloud.iam.directory.awsPolicyArn('x');
    const attachedPolicyArns = Array.from({ length: 10 }, (_, index) => `${arn}-${index}`);
    const { roleName, tags } = bench.makeRole({ attachedPolicyArns });
    const others = makeRoles(2);
    const ended = await prepare();
    expect([ended.AutomationExecutionStatus, tags.size]).toEqual(['Success', 0]);
    expect(answerOf(ended, 'prepare')).toMatchObject({
      ...{ Changed: 2, ChangedRoles: others, Failed: 1 },
      FailedRoles: [`${roleName}: LimitExceededException: Cannot exceed quota for PoliciesPerRole: 10`],
    });
    const none = await prepare();
    expect(stepsOf(none)).toEqual(['prepare Success', 'wentWell Success', 'refuse Failed']);
  });

  it('takes 300 roles in batches: never more than 12 calls of IAM in a second, and the output stays small', async () => {
    makeRoles(300);
    const before = bench.stateOfRoles();
    const perSecond = new Map<number, number>();
    bench.cloud.gateway.observe(({ service }) => {
      const second = Math.floor(bench.cloud.timeline.nowMs / 1000);
      if (service === 'iam') perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
    });
    const first = await prepare({ ...now, RolesMax: '200' });
    expect(answerOf(first, 'prepare')).toMatchObject({ Changed: 200, Left: 100 });
    const second = await prepare({ ...now, RolesMax: '200' });
    expect(answerOf(second, 'prepare')).toMatchObject({ Changed: 100, Left: 0 });
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(12);
    expect(JSON.stringify(first.Outputs).length).toBeLessThan(100_000);
    await release({ ...now, RolesMax: '500' });
    expect(bench.stateOfRoles()).toEqual(before);
  });
});

describe('the runbooks for all roles and for one instance', () => {
  it('undo each its own', async () => {
    const role = bench.makeRole();
    const instance = await bench.launchWith(role);
    const { roleName } = bench.makeRole();
    const before = bench.stateOfRoles();
    await bench.run('GrantInstanceAccess', { InstanceId: instance.id });
    const granted = bench.stateOfRoles();
    await prepare();
    expect(hasPolicy(roleName)).toBe(true);
    await release();
    expect(bench.stateOfRoles()).toEqual(granted);
    await bench.run('RevokeInstanceAccess', { InstanceId: instance.id });
    expect(bench.stateOfRoles()).toEqual(before);
  });

  it('leave the policy to the other while it has a record too', async () => {
    const { policyArn } = bench.access();
    const tags = { 'muster:granted-policy': policyArn, 'muster:prepared-policy': policyArn };
    const { roleName } = bench.makeRole({ tags, attachedPolicyArns: [policyArn] });
    await release();
    expect(hasPolicy(roleName)).toBe(true);
    await bench.run('RevokeInstanceAccess', { RoleName: roleName });
    expect(bench.stateOfRoles()[roleName]).toEqual({ tags: {}, policies: [] });
  });
});
