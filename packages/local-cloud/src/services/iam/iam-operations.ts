import type { Operation } from '../../core/service.ts';
import type { IamWorld } from './iam-world.ts';
import { attachRolePolicy } from './operations/attach-role-policy.ts';
import { detachRolePolicy } from './operations/detach-role-policy.ts';
import { getInstanceProfile } from './operations/get-instance-profile.ts';
import { getPolicy } from './operations/get-policy.ts';
import { getPolicyVersion } from './operations/get-policy-version.ts';
import { getRole } from './operations/get-role.ts';
import { getRolePolicy } from './operations/get-role-policy.ts';
import { listAttachedRolePolicies } from './operations/list-attached-role-policies.ts';
import { listInstanceProfilesForRole } from './operations/list-instance-profiles-for-role.ts';
import { listRolePolicies } from './operations/list-role-policies.ts';
import { listRoles } from './operations/list-roles.ts';
import { simulatePrincipalPolicy } from './operations/simulate-principal-policy.ts';

/** The operations by API name, each in a file of its name. */
export function iamOperations(world: IamWorld) {
  const { directory } = world;
  return {
    AttachRolePolicy: attachRolePolicy(world),
    DetachRolePolicy: detachRolePolicy(world),
    GetInstanceProfile: getInstanceProfile(directory),
    GetPolicy: getPolicy(directory),
    GetPolicyVersion: getPolicyVersion(directory),
    GetRole: getRole(directory),
    GetRolePolicy: getRolePolicy(directory),
    ListAttachedRolePolicies: listAttachedRolePolicies(directory),
    ListInstanceProfilesForRole: listInstanceProfilesForRole(directory),
    ListRolePolicies: listRolePolicies(directory),
    ListRoles: listRoles(directory),
    SimulatePrincipalPolicy: simulatePrincipalPolicy(directory),
  } satisfies Record<string, Operation>;
}
