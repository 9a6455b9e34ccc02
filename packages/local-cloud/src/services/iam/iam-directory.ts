import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';

/** A role with its inline policies by name, and the ARNs of its attached policies. */
export interface Role {
  readonly roleName: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly trust: unknown;
  readonly inlinePolicies: Map<string, unknown>;
  readonly attachedPolicyArns: Set<string>;
  /** The ARN of the managed policy that bounds the role. It is shown, and bounds nothing in the local cloud. */
  readonly boundaryArn: string | undefined;
  /** Values by key. */
  readonly tags: Map<string, string>;
}

/** An instance profile, which contains at most one role. */
export interface InstanceProfile {
  readonly profileName: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly roleName: string | undefined;
}

/** A managed policy of the account or of AWS. The local cloud keeps one version of each. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly createdMs: number;
  readonly document: unknown;
}

/** The declaration of a role by a fleet or a template. `path` begins and ends with a slash; the default is `/`. */
export interface RoleDeclaration {
  readonly roleName: string;
  readonly path?: string;
  /** By default, EC2 may assume the role. */
  readonly trust?: unknown;
  /** Documents by name. */
  readonly inlinePolicies?: Readonly<Record<string, unknown>>;
  readonly attachedPolicyArns?: readonly string[];
  /** The ARN of the managed policy that bounds the role. */
  readonly boundaryArn?: string;
  /** Values by key. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The roles, instance profiles and managed policies of an account. `Access` evaluates policies. */
export class IamDirectory {
  readonly #host: Host;
  readonly #roles = new Map<string, Role>();
  readonly #profiles = new Map<string, InstanceProfile>();
  readonly #policies = new Map<string, ManagedPolicy>();
  readonly #adopted = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
    for (const { resourceName, document } of awsManagedPolicies) {
      this.declarePolicy(this.awsPolicyArn(resourceName), document);
    }
  }

  /** The ARN of an AWS managed policy, such as `AmazonSSMManagedInstanceCore`, with its path. */
  awsPolicyArn(resourceName: string): string {
    return `arn:${this.#host.partition}:iam::aws:policy/${resourceName}`;
  }

  /** The ARN of a resource of this account, such as `role/name`. */
  arn(resource: string): string {
    return `arn:${this.#host.partition}:iam::${this.#host.accountId}:${resource}`;
  }

  /** Adds a role. @throws ServiceError EntityAlreadyExists for a name that is taken. */
  declareRole({ roleName, path = '/', trust, ...policies }: RoleDeclaration): Role {
    if (this.#roles.has(roleName)) throw alreadyExists(`Role with name ${roleName}`);
    const role: Role = {
      roleName,
      arn: this.arn(`role${path}${roleName}`),
      createdMs: this.#host.timeline.nowMs,
      trust: trust ?? trustOfEc2(),
      inlinePolicies: new Map(Object.entries(policies.inlinePolicies ?? {})),
      attachedPolicyArns: new Set(policies.attachedPolicyArns),
      boundaryArn: policies.boundaryArn,
      tags: new Map(Object.entries(policies.tags ?? {})),
    };
    this.#roles.set(roleName, role);
    return role;
  }

  /** Adds an instance profile, which may be empty. @throws ServiceError EntityAlreadyExists, NoSuchEntity (the role). */
  declareProfile({
    profileName,
    path = '/',
    roleName,
  }: {
    profileName: string;
    path?: string;
    roleName?: string;
  }): InstanceProfile {
    if (this.#profiles.has(profileName)) throw alreadyExists(`Instance Profile ${profileName}`);
    if (roleName !== undefined) this.role(roleName);
    const arn = this.arn(`instance-profile${path}${profileName}`);
    const profile = { profileName, arn, createdMs: this.#host.timeline.nowMs, roleName };
    this.#profiles.set(profileName, profile);
    return profile;
  }

  /** Changes the trust policy of a role. @throws ServiceError NoSuchEntity when there is none of that name. */
  updateTrust(roleName: string, trust: unknown): void {
    this.#roles.set(roleName, { ...this.role(roleName), trust: trust ?? trustOfEc2() });
  }

  /** Changes the role of an instance profile. @throws ServiceError NoSuchEntity (the profile or the role). */
  updateProfile(profileName: string, roleName: string | undefined): void {
    const profile = this.profile(profileName);
    if (roleName !== undefined) this.role(roleName);
    this.#profiles.set(profileName, { ...profile, roleName });
  }

  /** Changes the document of a managed policy: a new version, which is the default. */
  updatePolicy(arn: string, document: unknown): void {
    this.#policies.set(arn, { ...this.policy(arn), document });
  }

  declarePolicy(arn: string, document: unknown): void {
    this.#policies.set(arn, { arn, createdMs: this.#host.timeline.nowMs, document });
  }

  /**
   * Ensures that the profile of an instance exists. An undeclared profile gets a role of the same name with the
   * permissions that an agent needs. A profile of another account is ignored. Each ARN is checked once.
   */
  adoptProfile(arn: string): void {
    if (this.#adopted.has(arn)) return;
    this.#adopted.add(arn);
    const [, path = '/', profileName] = /:instance-profile(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    if (profileName === undefined || this.#profiles.has(profileName)) return;
    if (arn !== this.arn(`instance-profile${path}${profileName}`)) return;
    const attachedPolicyArns = [this.awsPolicyArn('AmazonSSMManagedInstanceCore')];
    const role =
      this.#roles.get(profileName) ?? this.declareRole({ roleName: profileName, attachedPolicyArns });
    this.declareProfile({ profileName, path, roleName: role.roleName });
  }

  /** Deletes a managed policy, if it exists. @throws ServiceError DeleteConflict while it is attached. */
  removePolicy(arn: string): void {
    if (this.attachmentCount(arn) > 0) throw deleteConflict('Cannot delete a policy attached to entities.');
    this.#policies.delete(arn);
  }

  /** Deletes a role, if it exists. @throws ServiceError DeleteConflict while it has policies or is in a profile. */
  removeRole(roleName: string): void {
    const role = this.#roles.get(roleName);
    if (role === undefined) return;
    if ([...this.#profiles.values()].some((profile) => profile.roleName === roleName))
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    if (role.attachedPolicyArns.size > 0)
      throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (role.inlinePolicies.size > 0)
      throw deleteConflict('Cannot delete entity, must delete policies first.');
    this.#roles.delete(roleName);
  }

  /** Deletes an instance profile with its place for a role, if it exists. */
  removeProfile(profileName: string): void {
    this.#profiles.delete(profileName);
  }

  /** Every role, in the order of declaration. */
  get roles(): readonly Role[] {
    return [...this.#roles.values()];
  }

  /** Every instance profile, in the order of declaration. */
  get profiles(): readonly InstanceProfile[] {
    return [...this.#profiles.values()];
  }

  /** Every managed policy, AWS's own first. */
  get policies(): readonly ManagedPolicy[] {
    return [...this.#policies.values()];
  }

  hasProfile(profileName: string): boolean {
    return this.#profiles.has(profileName);
  }

  hasPolicy(arn: string): boolean {
    return this.#policies.has(arn);
  }

  findRole(roleName: string): Role | undefined {
    return this.#roles.get(roleName);
  }

  /** @throws ServiceError NoSuchEntity when there is none of that name. */
  role(roleName: string): Role {
    return this.findRole(roleName) ?? missing(`The role with name ${roleName} cannot be found.`);
  }

  /** @throws ServiceError NoSuchEntity when there is none of that name. */
  profile(profileName: string): InstanceProfile {
    return this.#profiles.get(profileName) ?? missing(`Instance Profile ${profileName} cannot be found.`);
  }

  /** @throws ServiceError NoSuchEntity when there is none of that ARN. */
  policy(arn: string): ManagedPolicy {
    return this.#policies.get(arn) ?? missing(`Policy ${arn} does not exist or is not attachable.`);
  }

  /** The ARN of a role by name. The role need not exist, because authorization precedes the look-up. */
  roleArn(roleName: string): string {
    return this.#roles.get(roleName)?.arn ?? this.arn(`role/${roleName}`);
  }

  /** The ARN of an instance profile by name. The profile need not exist. */
  profileArn(profileName: string): string {
    return this.#profiles.get(profileName)?.arn ?? this.arn(`instance-profile/${profileName}`);
  }

  /** The number of roles to which a managed policy is attached. */
  attachmentCount(policyArn: string): number {
    return [...this.#roles.values()].filter((role) => role.attachedPolicyArns.has(policyArn)).length;
  }
}

/** Throws the error for a name that does not exist. */
export function missing(message: string): never {
  throw new ServiceError('NoSuchEntity', message, { statusCode: 404 });
}

function alreadyExists(what: string): ServiceError {
  return new ServiceError('EntityAlreadyExists', `${what} already exists.`, { statusCode: 409 });
}

function deleteConflict(message: string): ServiceError {
  return new ServiceError('DeleteConflict', message, { statusCode: 409 });
}

function trustOfEc2(): object {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  return { Version: '2012-10-17', Statement: [statement] };
}
