import type * as Sdk from '@aws-sdk/client-iam';
import type { Host } from '../../core/host.ts';
import { policyId, profileId, roleId } from '../../core/iam/iam-ids.ts';
import { readPageToken, writePageToken } from '../../core/page-token.ts';
import { NotEmulatedError, type Operation, type Service, ServiceError } from '../../core/service.ts';
import { IamDirectory, type ManagedPolicy, missing, type Role } from './iam-directory.ts';

/** The name of the one version that the local cloud keeps of a managed policy. */
const versionId = 'v1';
/** Entries of a page when `MaxItems` is absent, and at most (API reference of IAM). */
const pageItems = { default: 100, min: 1, max: 1000 } as const;

type Output<T> = Omit<T, '$metadata'>;

/** The reading side of IAM: what roles, instance profiles and policies there are. Templates and fleets declare them. */
export class Iam implements Service {
  readonly name = 'iam';
  readonly directory: IamDirectory;
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(host: Host) {
    this.directory = new IamDirectory(host);
    this.operations = { ...readOperations(this.directory), ...listOperations(this.directory) };
  }
}

type OfRole = { readonly RoleName: string | undefined };
type OfPolicy = { readonly PolicyArn: string | undefined };

function onRole(directory: IamDirectory, action: string) {
  return ({ RoleName: roleName = '' }: OfRole) => [{ action, resource: directory.roleArn(roleName) }];
}

function readOperations(directory: IamDirectory) {
  const onPolicy = (action: string) => (input: OfPolicy) => [{ action, resource: input.PolicyArn ?? '*' }];
  const getProfile: Operation<Sdk.GetInstanceProfileRequest, Output<Sdk.GetInstanceProfileResponse>> = {
    authorize: ({ InstanceProfileName: profileName = '' }) => [
      { action: 'iam:GetInstanceProfile', resource: directory.profileArn(profileName) },
    ],
    run: ({ InstanceProfileName: profileName = '' }) => renderProfile(directory, profileName),
  };
  const getRole: Operation<Sdk.GetRoleRequest, Output<Sdk.GetRoleResponse>> = {
    authorize: onRole(directory, 'iam:GetRole'),
    run: ({ RoleName: roleName = '' }) => ({ Role: renderRole(directory.role(roleName)) }),
  };
  const getRolePolicy: Operation<Sdk.GetRolePolicyRequest, Output<Sdk.GetRolePolicyResponse>> = {
    authorize: onRole(directory, 'iam:GetRolePolicy'),
    run: ({ RoleName: roleName = '', PolicyName: policyName = '' }) => {
      const { inlinePolicies } = directory.role(roleName);
      const document =
        inlinePolicies.get(policyName) ?? missing(`The role policy with name ${policyName} cannot be found.`);
      return { RoleName: roleName, PolicyName: policyName, PolicyDocument: encodeDocument(document) };
    },
  };
  const getPolicy: Operation<Sdk.GetPolicyRequest, Output<Sdk.GetPolicyResponse>> = {
    authorize: onPolicy('iam:GetPolicy'),
    run: ({ PolicyArn: arn = '' }) => ({ Policy: renderPolicy(directory, findPolicy(directory, arn)) }),
  };
  const getPolicyVersion: Operation<Sdk.GetPolicyVersionRequest, Output<Sdk.GetPolicyVersionResponse>> = {
    authorize: onPolicy('iam:GetPolicyVersion'),
    run: ({ PolicyArn: arn = '', VersionId: asked }) => {
      const { document, createdMs } = findPolicy(directory, arn);
      if (asked !== versionId) missing(`Policy ${arn} version ${asked} does not exist or is not attachable.`);
      return {
        PolicyVersion: {
          VersionId: versionId,
          IsDefaultVersion: true,
          Document: encodeDocument(document),
          CreateDate: new Date(createdMs),
        },
      };
    },
  };
  return {
    GetInstanceProfile: getProfile,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
  } satisfies Record<string, Operation>;
}

function listOperations(directory: IamDirectory) {
  const listAttached: Operation<
    Sdk.ListAttachedRolePoliciesRequest,
    Output<Sdk.ListAttachedRolePoliciesResponse>
  > = {
    authorize: onRole(directory, 'iam:ListAttachedRolePolicies'),
    run(input) {
      if (input.PathPrefix !== undefined)
        throw new NotEmulatedError('PathPrefix of ListAttachedRolePolicies');
      const arns = [...directory.role(input.RoleName ?? '').attachedPolicyArns];
      const { items, next } = page(arns, input);
      return { AttachedPolicies: items.map((arn) => ({ PolicyName: nameIn(arn), PolicyArn: arn })), ...next };
    },
  };
  const listInline: Operation<Sdk.ListRolePoliciesRequest, Output<Sdk.ListRolePoliciesResponse>> = {
    authorize: onRole(directory, 'iam:ListRolePolicies'),
    run(input) {
      const names = [...directory.role(input.RoleName ?? '').inlinePolicies.keys()].sort();
      const { items, next } = page(names, input);
      return { PolicyNames: items, ...next };
    },
  };
  return { ListAttachedRolePolicies: listAttached, ListRolePolicies: listInline } satisfies Record<
    string,
    Operation
  >;
}

interface PageRequest extends OfRole {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

function page(all: readonly string[], { RoleName, Marker, MaxItems = pageItems.default }: PageRequest) {
  if (MaxItems < pageItems.min || MaxItems > pageItems.max) {
    const message = `Value '${MaxItems}' at 'maxItems' failed to satisfy constraint: ${pageItems.min} to ${pageItems.max}`;
    throw new ServiceError('ValidationError', message);
  }
  const position = readPageToken(Marker, RoleName);
  if (position === undefined) throw new ServiceError('ValidationError', 'Invalid Marker.');
  const end = position + MaxItems;
  const isTruncated = end < all.length;
  const next = isTruncated
    ? { IsTruncated: true, Marker: writePageToken(end, RoleName) }
    : { IsTruncated: false };
  return { items: all.slice(position, end), next };
}

/** A policy of AWS that the local cloud does not have is no missing one. */
function findPolicy(directory: IamDirectory, arn: string): ManagedPolicy {
  try {
    return directory.policy(arn);
  } catch (error) {
    if (arn.startsWith(directory.awsPolicyArn(''))) throw new NotEmulatedError(`the managed policy ${arn}`);
    throw error;
  }
}

function renderProfile(directory: IamDirectory, name: string): Output<Sdk.GetInstanceProfileResponse> {
  const { profileName, arn, createdMs, roleName } = directory.profile(name);
  return {
    InstanceProfile: {
      Path: pathIn(arn),
      InstanceProfileName: profileName,
      InstanceProfileId: profileId(arn),
      Arn: arn,
      CreateDate: new Date(createdMs),
      Roles: roleName === undefined ? [] : [renderRole(directory.role(roleName))],
    },
  };
}

function renderRole({ roleName, arn, createdMs, trust }: Role): Sdk.Role {
  return {
    Path: pathIn(arn),
    RoleName: roleName,
    RoleId: roleId(arn),
    Arn: arn,
    CreateDate: new Date(createdMs),
    AssumeRolePolicyDocument: encodeDocument(trust),
  };
}

function renderPolicy(directory: IamDirectory, { arn, createdMs }: ManagedPolicy): Sdk.Policy {
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

/** IAM answers documents as JSON, encoded as in a URL (RFC 3986). */
function encodeDocument(document: unknown): string {
  const encode = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(JSON.stringify(document)).replace(/[!'()*]/g, encode);
}

function nameIn(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

function pathIn(arn: string): string {
  return /:[a-z-]+(\/(?:.*\/)?)[^/]+$/.exec(arn)?.[1] ?? '/';
}
