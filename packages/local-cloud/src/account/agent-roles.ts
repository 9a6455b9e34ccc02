import type { Host } from '../core/host.ts';
import { evaluate } from '../core/iam/evaluate-policies.ts';
import { compilePolicy } from '../core/iam/policy.ts';
import type { Principal } from '../core/service.ts';
import { findPolicy } from '../services/iam/find-policy.ts';
import type { IamDirectory, Role } from '../services/iam/iam-directory.ts';
import type { NodeRoles } from '../services/ssm/nodes/node-world.ts';

/** What Systems Manager asks IAM about the roles of machines outside EC2. */
export function nodeRoles(host: Host, directory: IamDirectory): NodeRoles {
  const find = (roleName: string) => directory.findRole(roleName.slice(roleName.lastIndexOf('/') + 1));
  return {
    isTrusted(roleName) {
      const role = find(roleName);
      return role?.arn === directory.arn(`role/${roleName}`) && isTrustedBy(host, role, 'ssm.amazonaws.com');
    },
    letsRegister(roleName) {
      const role = find(roleName);
      const { partition, region, accountId } = host;
      const nodes = `arn:${partition}:ssm:${region}:${accountId}:managed-instance/*`;
      return role !== undefined && mayRegister(host, { directory, role, resource: nodes });
    },
  };
}

/** Whether a service may assume a role, for this account. */
export function isTrustedBy(host: Host, { arn, trust }: Role, service: string): boolean {
  const principal: Principal = {
    kind: 'service',
    service,
    sourceArn: service === 'ssm.amazonaws.com' ? ssmArn(host) : '',
    sourceAccount: host.accountId,
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

/** The source of a call that Systems Manager makes for a machine outside EC2 (user guide: `ArnEquals` with any ARN of Systems Manager here). */
function ssmArn({ partition, region, accountId }: Host): string {
  return `arn:${partition}:ssm:${region}:${accountId}:managed-instance/mi-00000000000000000`;
}

/** Whether the policies of the role allow what an agent registers with. */
export function mayRegister(
  host: Host,
  { directory, role, resource }: { directory: IamDirectory; role: Role; resource: string },
): boolean {
  const attached = [...role.attachedPolicyArns].map(
    (arn) => [arn, findPolicy(directory, arn).document] as const,
  );
  const policies = [...role.inlinePolicies, ...attached];
  const { decision } = evaluate({
    principalPolicies: policies.map(([name, document]) =>
      compilePolicy(document, { name, kind: 'identity' }),
    ),
    resourcePolicies: [],
    authorization: { action: 'ssm:UpdateInstanceInformation', resource },
    principal: { kind: 'role', roleArn: role.arn },
    nowMs: host.timeline.nowMs,
  });
  return decision === 'allow';
}
