import type { Operation } from '../../core/service.ts';
import type { IamDirectory } from './iam-directory.ts';
import { getInstanceProfile } from './operations/get-instance-profile.ts';
import { getPolicy } from './operations/get-policy.ts';
import { getPolicyVersion } from './operations/get-policy-version.ts';
import { getRole } from './operations/get-role.ts';
import { getRolePolicy } from './operations/get-role-policy.ts';
import { listAttachedRolePolicies } from './operations/list-attached-role-policies.ts';
import { listRolePolicies } from './operations/list-role-policies.ts';

/** The operations by API name, each in a file of its name. */
export function iamOperations(directory: IamDirectory) {
  return {
    GetInstanceProfile: getInstanceProfile(directory),
    GetPolicy: getPolicy(directory),
    GetPolicyVersion: getPolicyVersion(directory),
    GetRole: getRole(directory),
    GetRolePolicy: getRolePolicy(directory),
    ListAttachedRolePolicies: listAttachedRolePolicies(directory),
    ListRolePolicies: listRolePolicies(directory),
  } satisfies Record<string, Operation>;
}
