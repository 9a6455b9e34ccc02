import type * as Sdk from '@aws-sdk/client-iam';
import { policyId, profileId, roleId } from '../../core/iam/iam-ids.ts';
import type { IamDirectory, ManagedPolicy, Role } from './iam-directory.ts';

/** The version of every managed policy. The local cloud keeps one. */
export const versionId = 'v1';

/** An instance profile, with its role. */
export function renderProfile(directory: IamDirectory, name: string): Sdk.InstanceProfile {
  const { profileName, arn, createdMs, roleName } = directory.profile(name);
  return {
    Path: pathIn(arn),
    InstanceProfileName: profileName,
    InstanceProfileId: profileId(arn),
    Arn: arn,
    CreateDate: new Date(createdMs),
    Roles: roleName === undefined ? [] : [renderRole(directory.role(roleName))],
  };
}

/** A role, with its trust policy. */
export function renderRole({ roleName, arn, createdMs, trust }: Role): Sdk.Role {
  return {
    Path: pathIn(arn),
    RoleName: roleName,
    RoleId: roleId(arn),
    Arn: arn,
    CreateDate: new Date(createdMs),
    AssumeRolePolicyDocument: encodeDocument(trust),
  };
}

/** A role with what bounds it. IAM sends the type `Policy`, which the SDK's type lacks. */
export type BoundedRole = Omit<Sdk.Role, 'PermissionsBoundary'> & {
  readonly PermissionsBoundary?: {
    readonly PermissionsBoundaryType: 'Policy';
    readonly PermissionsBoundaryArn: string;
  };
};

/** The tags of a role. */
export function renderTags({ tags }: Role): Sdk.Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** A role with what bounds it. Lists of roles do not show that. */
export function renderBoundedRole(role: Role): BoundedRole {
  const { PermissionsBoundary: _, ...shown } = renderRole(role);
  if (role.boundaryArn === undefined) return shown;
  const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundaryArn } as const;
  return { ...shown, PermissionsBoundary: boundary };
}

/** A managed policy, without its document. */
export function renderPolicy(directory: IamDirectory, { arn, createdMs }: ManagedPolicy): Sdk.Policy {
  return {
    PolicyName: nameIn(arn),
    PolicyId: policyId(arn),
    Arn: arn,
    Path: pathIn(arn),
    DefaultVersionId: versionId,
    AttachmentCount: directory.attachmentCount(arn),
    IsAttachable: true,
    CreateDate: new Date(createdMs),
    UpdateDate: new Date(createdMs),
  };
}

/** Encodes a document as IAM returns it: URL-encoded JSON (RFC 3986). */
export function encodeDocument(document: unknown): string {
  const encode = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(JSON.stringify(document)).replace(/[!'()*]/g, encode);
}

/** The last segment of an ARN. */
export function nameIn(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

/** The path in an ARN, which begins and ends with a slash. */
export function pathIn(arn: string): string {
  return /:[a-z-]+(\/(?:.*\/)?)[^/]+$/.exec(arn)?.[1] ?? '/';
}
