import { Annotations, Fn, Stack, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { handOut } from '../../constructs/kept.ts';
import type { Singleton } from '../../constructs/singletons.ts';
import { agentPolicyParameter } from '../onboarding/agents/agent-secrets.ts';
import { serviceSetting } from './service-setting.ts';

/** The role by which instances without a role of their own are managed. */
export interface DefaultHostManagementProps {
  /** The name of an existing role, with its path. @default a role with the policy that AWS made for this */
  readonly role: string | undefined;
  /** The role that the account uses already and that this one replaces. @default none is replaced */
  readonly replaces: string | undefined;
  /** For example `/muster`: the record is below `/muster/access`. */
  readonly parameterPath: string;
  /** Whether nodes fetch secrets or private packages of agents, for which the role needs one more policy. */
  readonly needsAgentPolicy: boolean;
}

/** The setting of the account and region that names the role. */
const settingId = '/ssm/managed-instance/default-ec2-instance-management-role';
/** The setting takes the name of a role with its path, but without the leading slash. */
const rolePath = 'service-role';
const awsPolicy = 'AmazonSSMManagedEC2InstanceDefaultPolicy';

/**
 * Default Host Management Configuration. The agent of an instance gets the credentials of this role if its
 * own role does not let it register. That needs an agent of 3.2.582.0 or newer, IMDSv2, and up to 30 minutes.
 * An instance profile that allows ssm:UpdateInstanceInformation always wins.
 *
 * There is one setting for the account and region. The role that somebody else has set there, such as Quick Setup, stays and
 * is used, unless the configuration replaces it by name.
 */
export class DefaultHostManagement extends Construct {
  /** What the configuration wants of the setting. */
  readonly singleton: Singleton;

  constructor(scope: Construct, id: string, props: DefaultHostManagementProps) {
    super(scope, id);
    const { role, replaces, parameterPath, needsAgentPolicy } = props;
    const agentPolicy = needsAgentPolicy ? `${parameterPath}/${agentPolicyParameter}` : undefined;
    if (role !== undefined && agentPolicy !== undefined) this.#warnOfPolicy(role, agentPolicy);
    const own = role === undefined ? this.#createRole(agentPolicy) : undefined;
    this.singleton = serviceSetting(this, {
      id: 'DefaultHostManagement',
      title: 'Default Host Management',
      settingId,
      value: own === undefined ? String(role) : Fn.join('/', [rolePath, own.roleName]),
      recordName: `${parameterPath}/access/found/default-host-management`,
      isOwn: own !== undefined,
      onForeign: own === undefined ? 'refuse' : 'use',
      replaces,
      wayOut:
        'To use this role, leave access.defaultHostManagement.role out. To replace it, name it in access.defaultHostManagement.replaces',
      roleArns: [
        own === undefined ? this.#arnOf(String(role)) : own.roleArn,
        ...(replaces === undefined ? [] : [this.#arnOf(replaces)]),
      ],
    });
  }

  #arnOf(roleWithPath: string): string {
    const { partition, account } = Stack.of(this);
    return `arn:${partition}:iam::${account}:role/${roleWithPath}`;
  }

  /** A role of the user's own is not ours to change. */
  #warnOfPolicy(role: string, agentPolicy: string): void {
    Annotations.of(this).addWarningV2(
      'muster:agent-policy',
      `Nodes under Default Host Management fetch the secrets of agents with the role ${role}. The policy of AWS allows no ` +
        `secret: attach the policy whose ARN is in the parameter ${agentPolicy} to the role.`,
    );
  }

  #createRole(agentPolicy: string | undefined): Role {
    const role = new Role(this, 'Role', {
      path: `/${rolePath}/`,
      description: 'Lets instances without a role of their own be managed by Systems Manager.',
      assumedBy: new ServicePrincipal('ssm.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(awsPolicy)],
    });
    if (agentPolicy !== undefined) {
      const policyArn = StringParameter.valueForStringParameter(this, agentPolicy);
      role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(this, 'AgentPolicy', policyArn));
    }
    handOut(role);
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${awsPolicy}]`,
      reason: 'AWS made the policy for this setting, and keeps it in step with what its agent needs.',
    });
    return role;
  }
}
