import { Annotations, Fn, Stack, Token, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnServiceSetting, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { handOut } from '../../constructs/kept.ts';
import { agentPolicyParameter } from '../onboarding/agents/agent-secrets.ts';

/** The role by which instances without a role of their own are managed. */
export interface DefaultHostManagementProps {
  /** The name of an existing role, with its path. @default a role with the policy that AWS made for this */
  readonly role: string | undefined;
  /** For example `/muster`: the parameter is `/muster/access/default-host-management-role`. */
  readonly parameterPath: string;
  /** Whether nodes fetch secrets or private packages of agents, for which the role needs one more policy. */
  readonly needsAgentPolicy: boolean;
}

/** The setting of the account and region that names the role. */
const setting = '/ssm/managed-instance/default-ec2-instance-management-role';
/** The setting takes the name of a role with its path, but without the leading slash. */
const rolePath = 'service-role';
const awsPolicy = 'AmazonSSMManagedEC2InstanceDefaultPolicy';

/**
 * Default Host Management Configuration. The agent of an instance gets the credentials of this role if its
 * own role does not let it register. That needs an agent of 3.2.582.0 or newer, IMDSv2, and up to 30 minutes.
 * An instance profile that allows ssm:UpdateInstanceInformation always wins.
 *
 * There is one setting for the account and region. An existing value, from Quick Setup for example, is
 * overwritten. China and GovCloud lack the resource type (2026). There the role is made, and one command does
 * the rest; a warning at synth gives the command.
 */
export class DefaultHostManagement extends Construct {
  readonly #parameterName: string;

  constructor(scope: Construct, id: string, props: DefaultHostManagementProps) {
    super(scope, id);
    const { role, parameterPath, needsAgentPolicy } = props;
    this.#parameterName = `${parameterPath}/access/default-host-management-role`;
    const agentPolicy = needsAgentPolicy ? `${parameterPath}/${agentPolicyParameter}` : undefined;
    if (role !== undefined && agentPolicy !== undefined) this.#warnOfPolicy(role, agentPolicy);
    const roleWithPath = role ?? Fn.join('/', [rolePath, this.#createRole(agentPolicy).roleName]);
    this.#declareSetting(roleWithPath);
    new StringParameter(this, 'RoleName', {
      parameterName: this.#parameterName,
      stringValue: roleWithPath,
    });
  }

  /** The setting as a resource. If CloudFormation lacks the type, a warning says how to set it. */
  #declareSetting(settingValue: string): void {
    const { partition, region } = Stack.of(this);
    if (!Token.isUnresolved(partition) && partition !== 'aws') {
      const command = `aws ssm update-service-setting --region ${region} --setting-id ${setting} --setting-value`;
      Annotations.of(this).addWarningV2(
        'muster:default-host-management',
        `CloudFormation has no AWS::SSM::ServiceSetting in ${region}, so Default Host Management stays off there. ` +
          `When the stack is deployed, turn it on: ${command} <the value of ${this.#parameterName}>`,
      );
      return;
    }
    const declared = new CfnServiceSetting(this, 'Setting', { settingId: setting, settingValue });
    // The type is newer than the list of types in cfn-lint 1.51. CloudFormation's reference has it.
    declared.addMetadata('cfn-lint', { config: { ignore_checks: ['E3006'] } });
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
