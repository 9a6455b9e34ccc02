import { roleId } from '../core/iam/iam-ids.ts';
import {
  type Creation,
  inSteps,
  listOf,
  named,
  nameOf,
  type Properties,
  type ResourceType,
  recordsOf,
  renewing,
  type Standing,
  takenIf,
} from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Roles, their policies and instance profiles. Changes of policies take effect at once. */
export const iamTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    createOnly: ['Path', 'RoleName'],
    taken: (creation) => {
      const name = nameOf(creation, 'RoleName');
      return takenIf(creation.cloud.iam.directory.findRole(name) !== undefined, name);
    },
    create: createRole,
    update: renewing({ give: setUpRole, take: takePolicies }),
    remove: removeRole,
  },
  'AWS::IAM::Policy': {
    create: putPolicy,
    update: renewing({ give: putPolicy, take: removePolicy }),
    remove: removePolicy,
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    createOnly: ['Description', 'ManagedPolicyName', 'Path'],
    taken: (creation) => {
      const arn = policyArn(creation);
      return takenIf(creation.cloud.iam.directory.hasPolicy(arn), arn);
    },
    create: (creation) => {
      const { cloud, properties } = creation;
      const arn = policyArn(creation);
      cloud.iam.directory.declarePolicy(arn, properties['PolicyDocument']);
      return inSteps(
        () => attachPolicy(creation),
        () => removeManagedPolicy({ ...creation, ref: arn }),
      );
    },
    update: renewing({
      give: (policy) => {
        policy.cloud.iam.directory.updatePolicy(policy.ref, policy.properties['PolicyDocument']);
        return attachPolicy(policy);
      },
      take: detachPolicy,
    }),
    remove: removeManagedPolicy,
  },
  'AWS::IAM::InstanceProfile': {
    nameProperty: 'InstanceProfileName',
    createOnly: ['InstanceProfileName', 'Path'],
    taken: (creation) => {
      const name = nameOf(creation, 'InstanceProfileName');
      return takenIf(creation.cloud.iam.directory.hasProfile(name), name);
    },
    create: createInstanceProfile,
    update: ({ cloud, properties, ref }) => {
      cloud.iam.directory.updateProfile(ref, listOf(properties['Roles'])[0]);
      return named(ref, { Arn: cloud.iam.directory.profileArn(ref) });
    },
    remove: ({ cloud, ref }) => cloud.iam.directory.removeProfile(ref),
  },
};

function createRole(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const roleName = nameOf(creation, 'RoleName');
  const trust = properties['AssumeRolePolicyDocument'];
  cloud.iam.directory.declareRole({ roleName, ...pathOf(creation), trust });
  const role = { ...creation, ref: roleName };
  return inSteps(
    () => setUpRole(role),
    () => removeRole(role),
  );
}

/** The policies of the template go first. Those that others have given to the role keep it from being deleted. */
function removeRole(role: Standing): void {
  const arn = role.cloud.iam.directory.roleArn(role.ref);
  takePolicies(role);
  role.cloud.iam.directory.removeRole(role.ref);
  role.cloud.access.forget(arn);
}

/** Gives a role its trust and policies. */
function setUpRole({ cloud, properties, ref: roleName }: Standing): CreatedResource {
  const trust = properties['AssumeRolePolicyDocument'];
  cloud.iam.directory.updateTrust(roleName, trust);
  const role = cloud.iam.directory.role(roleName);
  if (trust !== undefined) cloud.access.attachToResource(role.arn, 'trust', trust);
  for (const [name, document] of inlinePolicies(properties)) {
    cloud.access.attachToRole(role.arn, name, document);
    role.inlinePolicies.set(name, document);
  }
  for (const policy of listOf(properties['ManagedPolicyArns'])) role.attachedPolicyArns.add(policy);
  for (const [key, value] of tagsOf(properties)) role.tags.set(key, value);
  return named(roleName, { Arn: role.arn, RoleId: roleId(role.arn) });
}

/** Takes from a role what its properties have given to it. */
function takePolicies({ cloud, properties, ref }: Standing): void {
  const role = cloud.iam.directory.findRole(ref);
  if (role === undefined) return;
  cloud.access.detachFromResource(role.arn, 'trust');
  for (const [name] of inlinePolicies(properties)) {
    cloud.access.detachFromRole(role.arn, name);
    role.inlinePolicies.delete(name);
  }
  for (const policy of listOf(properties['ManagedPolicyArns'])) role.attachedPolicyArns.delete(policy);
  for (const [key] of tagsOf(properties)) role.tags.delete(key);
}

function tagsOf(properties: Properties): (readonly [key: string, value: string])[] {
  return recordsOf(properties['Tags']).map(({ Key, Value }) => [String(Key), String(Value)]);
}

function inlinePolicies(properties: Properties): (readonly [name: string, document: unknown])[] {
  return recordsOf(properties['Policies']).map((p) => [String(p['PolicyName']), p['PolicyDocument']]);
}

function putPolicy({ cloud, properties, name }: Creation): CreatedResource {
  const policyName = String(properties['PolicyName'] ?? name);
  const document = properties['PolicyDocument'];
  const roles = listOf(properties['Roles']).map((roleName) => cloud.iam.directory.role(roleName));
  for (const { arn, inlinePolicies: policies } of roles) {
    cloud.access.attachToRole(arn, policyName, document);
    policies.set(policyName, document);
  }
  return named(name);
}

function removePolicy({ cloud, properties, name }: Standing): void {
  const policyName = String(properties['PolicyName'] ?? name);
  for (const roleName of listOf(properties['Roles'])) {
    cloud.access.detachFromRole(cloud.iam.directory.roleArn(roleName), policyName);
    cloud.iam.directory.findRole(roleName)?.inlinePolicies.delete(policyName);
  }
}

function policyArn(creation: Creation): string {
  const path = pathOf(creation).path ?? '/';
  return creation.cloud.iam.directory.arn(`policy${path}${nameOf(creation, 'ManagedPolicyName')}`);
}

/**
 * Attaches a managed policy to the roles that it names. Its permissions matter only for the role of a function. Agents
 * of instances make no calls.
 */
function attachPolicy(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const arn = policyArn(creation);
  const roles = listOf(properties['Roles']).map((roleName) => cloud.iam.directory.role(roleName));
  for (const role of roles) {
    const policyName = nameOf(creation, 'ManagedPolicyName');
    cloud.access.attachToRole(role.arn, policyName, properties['PolicyDocument']);
    role.attachedPolicyArns.add(arn);
  }
  return named(arn, { PolicyArn: arn });
}

function detachPolicy(policy: Standing): void {
  const { cloud, properties, ref } = policy;
  for (const roleName of listOf(properties['Roles'])) {
    const roleArn = cloud.iam.directory.roleArn(roleName);
    cloud.access.detachFromRole(roleArn, nameOf(policy, 'ManagedPolicyName'));
    cloud.iam.directory.findRole(roleName)?.attachedPolicyArns.delete(ref);
  }
}

function removeManagedPolicy(policy: Standing): void {
  detachPolicy(policy);
  policy.cloud.iam.directory.removePolicy(policy.ref);
}

function createInstanceProfile(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const profileName = nameOf(creation, 'InstanceProfileName');
  const [roleName] = listOf(properties['Roles']);
  const holds = roleName === undefined ? {} : { roleName };
  const { arn } = cloud.iam.directory.declareProfile({ profileName, ...pathOf(creation), ...holds });
  return named(profileName, { Arn: arn });
}

/** The path of an IAM resource, if the template sets one. */
function pathOf({ properties }: Creation): { path?: string } {
  return typeof properties['Path'] === 'string' ? { path: properties['Path'] } : {};
}
