import { roleId } from '../core/iam/iam-ids.ts';
import {
  type Creation,
  listOf,
  named,
  nameOf,
  type ResourceType,
  rebuilt,
  recordsOf,
  type Standing,
} from './resource.ts';
import type { CreatedResource } from './template.ts';

/** Roles, their policies and instance profiles. Changes of policies take effect at once. */
export const iamTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': { create: createRole, remove: removeRole },
  'AWS::IAM::Policy': rebuilt({ create: createPolicy, remove: removePolicy }),
  'AWS::IAM::ManagedPolicy': rebuilt({ create: createManagedPolicy, remove: removeManagedPolicy }),
  'AWS::IAM::InstanceProfile': { create: createInstanceProfile },
};

function createRole(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const roleName = nameOf(creation, 'RoleName');
  const trust = properties['AssumeRolePolicyDocument'];
  const policies = recordsOf(properties['Policies']);
  const { arn } = cloud.iam.directory.declareRole({
    roleName,
    ...pathOf(creation),
    trust,
    inlinePolicies: Object.fromEntries(policies.map((p) => [String(p['PolicyName']), p['PolicyDocument']])),
    attachedPolicyArns: listOf(properties['ManagedPolicyArns']),
  });
  if (trust !== undefined) cloud.access.attachToResource(arn, 'trust', trust);
  for (const policy of policies) {
    cloud.access.attachToRole(arn, String(policy['PolicyName']), policy['PolicyDocument']);
  }
  return named(roleName, { Arn: arn, RoleId: roleId(arn) });
}

function removeRole({ cloud, ref }: Standing): void {
  const arn = cloud.iam.directory.roleArn(ref);
  cloud.iam.directory.removeRole(ref);
  cloud.access.forget(arn);
}

function createPolicy({ cloud, properties, name }: Creation): CreatedResource {
  const policyName = String(properties['PolicyName'] ?? name);
  const document = properties['PolicyDocument'];
  for (const roleName of listOf(properties['Roles'])) {
    cloud.access.attachToRole(cloud.iam.directory.roleArn(roleName), policyName, document);
    cloud.iam.directory.findRole(roleName)?.inlinePolicies.set(policyName, document);
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

/**
 * The permissions of a managed policy matter only if it is attached to the role of a function. Agents of instances make
 * no calls.
 */
function createManagedPolicy(creation: Creation): CreatedResource {
  const { cloud, properties } = creation;
  const { directory } = cloud.iam;
  const policyName = nameOf(creation, 'ManagedPolicyName');
  const arn = directory.arn(`policy${pathOf(creation).path ?? '/'}${policyName}`);
  directory.declarePolicy(arn, properties['PolicyDocument']);
  for (const roleName of listOf(properties['Roles'])) {
    cloud.access.attachToRole(directory.roleArn(roleName), policyName, properties['PolicyDocument']);
    directory.findRole(roleName)?.attachedPolicyArns.add(arn);
  }
  return named(arn, { PolicyArn: arn });
}

function removeManagedPolicy(resource: Standing): void {
  const { cloud, properties, ref } = resource;
  const { directory } = cloud.iam;
  directory.removePolicy(ref);
  for (const roleName of listOf(properties['Roles'])) {
    cloud.access.detachFromRole(directory.roleArn(roleName), nameOf(resource, 'ManagedPolicyName'));
    directory.findRole(roleName)?.attachedPolicyArns.delete(ref);
  }
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
