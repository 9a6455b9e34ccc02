import type { Host } from '../core/host.ts';
import { evaluate } from '../core/iam/evaluate-policies.ts';
import { compilePolicy } from '../core/iam/policy.ts';
import type { Principal } from '../core/service.ts';
import type { InstanceProfiles } from '../services/ec2/instance-profiles.ts';
import { findPolicy } from '../services/iam/find-policy.ts';
import type { IamDirectory, InstanceProfile, Role } from '../services/iam/iam-directory.ts';

/** What EC2 asks IAM about instance profiles: which there are, and whether agents can work with their roles. */
export function instanceProfiles(host: Host, directory: IamDirectory): InstanceProfiles {
  const find = ({ Arn: arn, Name: name }: Parameters<InstanceProfiles['find']>[0]) =>
    directory.profiles.find((profile) =>
      arn === undefined ? profile.profileName === name : profile.arn === arn,
    );
  const roleIn = (profile: InstanceProfile | undefined) =>
    profile?.roleName === undefined ? undefined : directory.findRole(profile.roleName);
  return {
    adopt: (profileArn) => directory.adoptProfile(profileArn),
    find(asked) {
      const profile = find(asked);
      return profile && { arn: profile.arn, roleArn: roleIn(profile)?.arn };
    },
    letsRegister(profileArn) {
      const role = roleIn(find({ Arn: profileArn }));
      return role !== undefined && isForInstances(host, role) && mayRegister(host, directory, role);
    },
  };
}

/** Whether instances may have the role. */
function isForInstances(host: Host, { arn, trust }: Role): boolean {
  const principal: Principal = {
    ...{ kind: 'service', service: 'ec2.amazonaws.com' },
    ...{ sourceArn: '', sourceAccount: host.accountId },
  };
  const { decision } = evaluate({
    principalPolicies: [],
    resourcePolicies: [compilePolicy(trust, { name: 'trust', kind: 'resource' })],
    authorization: { action: 'sts:AssumeRole', resource: arn },
    principal,
    nowMs: host.timeline.nowMs,
  });
  return decision === 'allow';
}

/** Whether the policies of the role allow what an agent registers with. */
function mayRegister(host: Host, directory: IamDirectory, role: Role): boolean {
  const attached = [...role.attachedPolicyArns].map(
    (arn) => [arn, findPolicy(directory, arn).document] as const,
  );
  const policies = [...role.inlinePolicies, ...attached];
  const { partition, region, accountId, timeline } = host;
  const { decision } = evaluate({
    principalPolicies: policies.map(([name, document]) =>
      compilePolicy(document, { name, kind: 'identity' }),
    ),
    resourcePolicies: [],
    authorization: {
      action: 'ssm:UpdateInstanceInformation',
      resource: `arn:${partition}:ec2:${region}:${accountId}:instance/*`,
    },
    principal: { kind: 'role', roleArn: role.arn },
    nowMs: timeline.nowMs,
  });
  return decision === 'allow';
}
