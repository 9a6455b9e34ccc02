import type { Instance } from '../fleet/instance.ts';
import type { Cause } from './cause.ts';

/** What a role allows an agent. */
export interface RoleEvidence {
  readonly roleName: string;
  /** The actions that an agent needs and the role surely refuses; undefined when its policies could not be read. */
  readonly lacks: readonly string[] | undefined;
}

/** Where an agent can get credentials from. */
export interface AccessEvidence {
  /** By the ARN of the instance profile; `role` is undefined for a profile that is empty or deleted. */
  readonly profiles: ReadonlyMap<string, { readonly role: RoleEvidence | undefined }>;
  /** `role` is undefined while Default Host Management is off; all of it, when the setting could not be read. */
  readonly defaultHostManagement: { readonly role: RoleEvidence | undefined } | undefined;
}

/**
 * The fault in the credentials of an instance, when there is one. An agent uses its instance profile, and Default Host
 * Management when the profile does not allow it to register (Systems Manager user guide, "Default Host Management
 * Configuration"); so both must fail, and a fault of the profile is doubtful where the other could not be read.
 */
export function diagnoseAccess(instance: Instance, evidence: AccessEvidence): Cause | undefined {
  const ofProfile = diagnoseProfile(instance, evidence);
  if (ofProfile === undefined) return undefined;
  if (evidence.defaultHostManagement === undefined) return { ...ofProfile, isDoubtful: true };
  const { role } = evidence.defaultHostManagement;
  if (role === undefined) return ofProfile;
  return isShort(role) ? { code: 'DefaultHostRoleLacksPermission', detail: describe(role) } : undefined;
}

/**
 * True for an instance whose profile is at fault. When `diagnoseAccess` finds no fault all the same, its agent depends
 * on Default Host Management, which AWS promises for instances that use IMDSv2 (same page).
 */
export function dependsOnDefaultHost(instance: Instance, evidence: AccessEvidence): boolean {
  return diagnoseProfile(instance, evidence) !== undefined;
}

function diagnoseProfile({ instanceProfileArn }: Instance, { profiles }: AccessEvidence): Cause | undefined {
  if (instanceProfileArn === undefined) return { code: 'NoInstanceProfile' };
  const profile = profiles.get(instanceProfileArn);
  if (profile === undefined) return undefined;
  const { role } = profile;
  if (role === undefined) return { code: 'ProfileWithoutRole', detail: instanceProfileArn };
  return isShort(role) ? { code: 'RoleLacksPermission', detail: describe(role) } : undefined;
}

function isShort({ lacks }: RoleEvidence): boolean {
  return lacks !== undefined && lacks.length > 0;
}

function describe({ roleName, lacks = [] }: RoleEvidence): string {
  return `role ${roleName} lacks ${lacks.join(', ')}`;
}
