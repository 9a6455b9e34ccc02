import type { Constraints, Limits } from '../input-check.ts';

const instanceProfileName: Limits = { length: [1, 128], pattern: '[\\w+=,.@-]+' };
const roleName: Limits = { length: [1, 64], pattern: '[\\w+=,.@-]+' };
const marker: Limits = { length: [1, 320], pattern: '[\\u0020-\\u00FF]+' };

/** The limits of the inputs of IAM's. Source: its service model. */
export const iamConstraints: Constraints = {
  'GetInstanceProfileRequest.InstanceProfileName': instanceProfileName,
  'GetPolicyVersionRequest.PolicyArn': { length: [20, 2048] },
  'GetPolicyVersionRequest.VersionId': { pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' },
  'GetPolicyRequest.PolicyArn': { length: [20, 2048] },
  'GetRolePolicyRequest.RoleName': roleName,
  'GetRolePolicyRequest.PolicyName': instanceProfileName,
  'GetRoleRequest.RoleName': roleName,
  'ListAttachedRolePoliciesRequest.RoleName': roleName,
  'ListAttachedRolePoliciesRequest.PathPrefix': {
    length: [1, 512],
    pattern: '((/[A-Za-z0-9\\.,\\+@=_-]+)*)/',
  },
  'ListAttachedRolePoliciesRequest.Marker': marker,
  'ListAttachedRolePoliciesRequest.MaxItems': { range: [1, 1000] },
  'AttachRolePolicyRequest.RoleName': roleName,
  'AttachRolePolicyRequest.PolicyArn': { length: [20, 2048] },
  'DetachRolePolicyRequest.RoleName': roleName,
  'DetachRolePolicyRequest.PolicyArn': { length: [20, 2048] },
  'ListInstanceProfilesForRoleRequest.RoleName': roleName,
  'ListInstanceProfilesForRoleRequest.Marker': marker,
  'ListInstanceProfilesForRoleRequest.MaxItems': { range: [1, 1000] },
  'ListRolesRequest.PathPrefix': { length: [1, 512], pattern: '\\u002F[\\u0021-\\u007F]*' },
  'ListRolesRequest.Marker': marker,
  'ListRolesRequest.MaxItems': { range: [1, 1000] },
  'ListRolePoliciesRequest.RoleName': roleName,
  'ListRolePoliciesRequest.Marker': marker,
  'ListRolePoliciesRequest.MaxItems': { range: [1, 1000] },
  'SimulatePrincipalPolicyRequest.PolicySourceArn': { length: [20, 2048] },
  'SimulatePrincipalPolicyRequest.ActionNames[]': { length: [3, 128] },
  'SimulatePrincipalPolicyRequest.ResourceArns[]': { length: [1, 2048] },
  'SimulatePrincipalPolicyRequest.Marker': marker,
  'SimulatePrincipalPolicyRequest.MaxItems': { range: [1, 1000] },
};
