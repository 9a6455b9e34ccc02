import type { Instance } from '../fleet/instance.ts';
import type { Cause } from './cause.ts';
import type { Read } from './read.ts';

/** What a role allows an agent. */
export interface RoleEvidence {
  readonly roleName: string;
  /**
   * The actions that an agent needs and the role certainly refuses; undefined when its policies could not be
   * read.
   */
  readonly lacks: readonly string[] | undefined;
}

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
    actions: ['iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
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

/**
 * The fault in the credentials of an instance, if there is one. An agent uses its instance profile. It uses
 * Default Host Management when the instance profile does not allow it to register (Systems Manager user
 * guide, "Default Host Management Configuration"). So both must fail. A fault of the instance profile is
 * doubtful when Default Host Management could not be read.
 */
export function diagnoseAccess(instance: Instance, evidence: AccessEvidence): Cause | undefined {
  const cause = diagnoseInstanceProfile(instance, evidence);
  if (cause === undefined) return undefined;
  if (evidence.defaultHostManagement === undefined) return { ...cause, isDoubtful: true };
  const { role } = evidence.defaultHostManagement;
  if (role === undefined) return cause;
  return isShort(role) ? { code: 'DefaultHostRoleLacksPermission', detail: describe(role) } : undefined;
}

/**
 * True for an instance whose instance profile is at fault. If `diagnoseAccess` finds no fault for it, its
 * agent depends on Default Host Management. AWS promises that only for instances that use IMDSv2 (same page).
 */
export function dependsOnDefaultHost(instance: Instance, evidence: AccessEvidence): boolean {
  return diagnoseInstanceProfile(instance, evidence) !== undefined;
}

function diagnoseInstanceProfile(
  { instanceProfileArn }: Instance,
  { instanceProfiles }: AccessEvidence,
): Cause | undefined {
  if (instanceProfileArn === undefined) return { code: 'NoInstanceProfile' };
  const found = instanceProfiles.get(instanceProfileArn);
  if (found === undefined) return undefined;
  const { role } = found;
  if (role === undefined) return { code: 'ProfileWithoutRole', detail: instanceProfileArn };
  return isShort(role) ? { code: 'RoleLacksPermission', detail: describe(role) } : undefined;
}

function isShort({ lacks }: RoleEvidence): boolean {
  return lacks !== undefined && lacks.length > 0;
}

function describe({ roleName, lacks = [] }: RoleEvidence): string {
  return `role ${roleName} lacks ${lacks.join(', ')}`;
}
