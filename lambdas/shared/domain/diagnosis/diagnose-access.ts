import type { Instance } from '../fleet/instance.ts';
import type { Cause, Certainty } from './cause.ts';
import type { Gap } from './gaps.ts';
import type { Read } from './read.ts';
import { describeRole, isBounded, isShort, isUnread, type RoleEvidence } from './role-evidence.ts';

/** Where an agent can get credentials from. */
export interface AccessEvidence {
  /**
   * By the ARN of the instance profile. `role` is undefined when the instance profile is empty or deleted.
   */
  readonly instanceProfiles: ReadonlyMap<string, { readonly role: RoleEvidence | undefined }>;
  /**
   * `role` is undefined while Default Host Management is off. The whole is undefined when the setting could
   * not be read.
   */
  readonly defaultHostManagement: { readonly role: RoleEvidence | undefined } | undefined;
}

const iam = 'arn:{partition}:iam::{account}';

/** The calls that this evidence takes. */
export const accessReads: readonly Read[] = [
  { actions: ['iam:GetInstanceProfile'], resources: [`${iam}:instance-profile/*`] },
  {
    actions: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
    resources: [`${iam}:role/*`],
  },
  {
    actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
    resources: [`${iam}:policy/*`, 'arn:{partition}:iam::aws:policy/*'],
  },
  {
    actions: ['ssm:GetServiceSetting'],
    resources: [
      'arn:{partition}:ssm:{region}:{account}:servicesetting/ssm/managed-instance/default-ec2-instance-management-role',
    ],
  },
];

/** What was found out about the credentials of an instance. */
export interface AccessFindings {
  readonly fault?: AccessFault | undefined;
  readonly gaps: readonly Gap[];
  /**
   * True when the instance profile is at fault and Default Host Management is not. AWS promises that only for
   * instances that use IMDSv2 (Systems Manager user guide, "Default Host Management Configuration").
   */
  readonly dependsOnDefaultHost: boolean;
}

/** A fault in the credentials. */
export interface AccessFault extends Pick<Cause, 'code' | 'detail'> {
  readonly certainty: Certainty;
}

/**
 * The fault in the credentials of an instance, if there is one. An agent uses its instance profile. It uses
 * Default Host Management when the instance profile does not allow it to register (same page). So both must
 * fail. A fault of the instance profile is only likely when Default Host Management could not be read.
 */
export function diagnoseAccess(instance: Instance, evidence: AccessEvidence): AccessFindings {
  const found = diagnoseInstanceProfile(instance, evidence);
  if (found.fault === undefined) return { gaps: found.gaps, dependsOnDefaultHost: false };
  const host = evidence.defaultHostManagement;
  if (host === undefined) {
    const gap: Gap = { kind: 'Default Host Management', name: 'the setting of Default Host Management' };
    return { fault: { ...found.fault, certainty: 'likely' }, gaps: [gap], dependsOnDefaultHost: false };
  }
  const { role } = host;
  if (role === undefined) return { fault: found.fault, gaps: [], dependsOnDefaultHost: false };
  if (!isShort(role)) return { gaps: gapsOf(role), dependsOnDefaultHost: true };
  const fault = {
    code: 'DefaultHostRoleLacksPermission',
    detail: describeRole(role),
    certainty: 'certain',
  } as const;
  return { fault, gaps: [], dependsOnDefaultHost: false };
}

function diagnoseInstanceProfile(
  { instanceProfileArn: arn }: Instance,
  { instanceProfiles }: AccessEvidence,
): { readonly fault?: AccessFault; readonly gaps: readonly Gap[] } {
  const certainty = 'certain';
  if (arn === undefined) return { fault: { code: 'NoInstanceProfile', certainty }, gaps: [] };
  const found = instanceProfiles.get(arn);
  if (found === undefined)
    return { gaps: [{ kind: 'instance profile', name: `the instance profile ${arn.split('/').at(-1)}` }] };
  const { role } = found;
  if (role === undefined) return { fault: { code: 'ProfileWithoutRole', detail: arn, certainty }, gaps: [] };
  if (!isShort(role)) return { gaps: gapsOf(role) };
  const code = isBounded(role) ? 'BoundaryRefuses' : 'RoleLacksPermission';
  return { fault: { code, detail: describeRole(role), certainty }, gaps: [] };
}

function gapsOf(role: RoleEvidence): Gap[] {
  return isUnread(role) ? [{ kind: 'role', name: `policies of role ${role.roleName}` }] : [];
}
