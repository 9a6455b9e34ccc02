import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RoleBench, roleBench } from '../../role-bench.ts';

let bench: RoleBench;
beforeAll(async () => {
  bench = await roleBench();
  const role = bench.makeRole();
  const instance = await bench.launchWith(role);
  await bench.run('GrantInstanceAccess', { InstanceId: instance.id });
  await bench.run('RevokeInstanceAccess', { InstanceId: instance.id });
  for (const id of ['GrantInstanceAccess', 'RevokeInstanceAccess'] as const)
    await bench.startOver(id, ['none', 'none']);
  await bench.run('PrepareFleetRoles', { DryRun: 'false' });
  await bench.run('ReleaseFleetRoles', { DryRun: 'false' });
});

const ours = /InstanceAccessRole|FleetRolesRole|RoleAccess/;

describe('the function and the runbooks that give roles a policy', () => {
  it('have no right that none of these runs has used', () => {
    const unused = bench.cloud.access
      .unusedPermissions()
      .filter(({ roleArn }) => roleArn.includes('MusterRemediation') && ours.test(roleArn));
    expect(unused).toEqual([]);
  });

  const roleArn = () => bench.cloud.lambda.functions[0]?.roleArn ?? '';
  const isAllowed = (action: string, conditions: Readonly<Record<string, string | string[]>>) =>
    bench.cloud.access.refusal(
      { kind: 'role', roleArn: roleArn() },
      { action, resource: bench.makeRole().arn, conditions },
    ) === undefined;
  const policy = () => ({ 'iam:PolicyARN': bench.access().policyArn });
  const record = () => ({ 'aws:ResourceTag/muster:granted-policy': bench.access().policyArn });

  it('may give no other policy, and none to a role that the tag protects', () => {
    const admin = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' };
    expect(isAllowed('iam:AttachRolePolicy', policy())).toBe(true);
    expect(isAllowed('iam:AttachRolePolicy', admin)).toBe(false);
    const isProtected = { 'aws:ResourceTag/muster:protected': '' };
    expect(isAllowed('iam:AttachRolePolicy', { ...policy(), ...isProtected })).toBe(false);
    const tagged = { 'aws:TagKeys': ['muster:granted-policy'] };
    expect(isAllowed('iam:TagRole', tagged)).toBe(true);
    expect(isAllowed('iam:TagRole', { ...tagged, ...isProtected })).toBe(false);
  });

  it('may take the policy only from a role with a record, and write no other tags than records', () => {
    expect(isAllowed('iam:DetachRolePolicy', { ...policy(), ...record() })).toBe(true);
    expect(isAllowed('iam:DetachRolePolicy', policy())).toBe(false);
    for (const action of ['iam:TagRole', 'iam:UntagRole'])
      expect(isAllowed(action, { 'aws:TagKeys': ['muster:granted-policy', 'Team'] })).toBe(false);
  });
});

describe('the documentation', () => {
  it('says for each of these runbooks how many steps AWS bills, and how it is undone', () => {
    const page = readFileSync('docs/estate/remediation.md', 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \|.*\| (\d+) \|([^|]*)\|$/gm)];
    const told = new Map(
      rows.map(([, id = '', steps, inverse = '']) => [id, [Number(steps), inverse.trim()]]),
    );
    const inverses = new Map([
      ['GrantInstanceAccess', '`RevokeInstanceAccess`'],
      ['RevokeInstanceAccess', ''],
      ['PrepareFleetRoles', '`ReleaseFleetRoles`'],
      ['ReleaseFleetRoles', ''],
    ]);
    for (const [id, steps] of bench.stepsMax()) expect(told.get(id)).toEqual([steps, inverses.get(id)]);
    expect(bench.stepsMax().size).toBe(4);
  });
});
