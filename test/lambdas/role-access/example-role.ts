import type { Role } from '../../../lambdas/role-access/role.ts';

export const policyArn = 'arn:aws:iam::000000000000:policy/Muster';
export const rules = { policyArn, protectedTag: 'muster:protected' };

/** A role that EC2 may assume and that has nothing, with the changes of a test. */
export function aRole(changes: Partial<Role> = {}): Role {
  const Statement = [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ];
  return { roleName: 'web', path: '/', trust: { Statement }, policyArns: [], tags: {}, ...changes };
}
