import { Stack } from 'aws-cdk-lib';
import {
  type IManagedPolicy,
  InstanceProfile,
  type IRole,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Settings } from '../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { handOut } from '../../constructs/kept.ts';

/** What to take up again, and where the names are exported. */
export interface InstanceAccessProps {
  /** What an earlier stack has left to its users. @default nothing: all is made anew */
  readonly kept: Settings['instanceAccess'];
  /** For example `/muster`: the parameters are `/muster/instance-access/...`. */
  readonly parameterPath: string;
}

/**
 * What an instance needs so that Systems Manager can manage it: a policy for existing roles, and a role with
 * an instance profile for instances that have none. Their names are exported as parameters. All three outlive
 * the stack, and a later stack may take them up.
 *
 * The policy is AmazonSSMManagedInstanceCore without the right to read every parameter of the account. An
 * agent does not need that right for what Muster sends.
 */
export class InstanceAccess extends Construct {
  /** What an agent needs, and what the documents of agents need. */
  readonly policies: IManagedPolicy[] = [];
  readonly #kept: IRole | undefined;
  readonly #made: Role | undefined;

  constructor(scope: Construct, id: string, { kept, parameterPath }: InstanceAccessProps) {
    super(scope, id);
    if (kept !== undefined) {
      const { partition, account } = Stack.of(this);
      this.#kept = Role.fromRoleName(this, 'Kept', kept.roleName);
      this.policies.push(ManagedPolicy.fromManagedPolicyArn(this, 'KeptPolicy', kept.policyArn));
      const profileArn = `arn:${partition}:iam::${account}:instance-profile/${kept.profileName}`;
      this.#export(parameterPath, { ...kept, profileArn });
      return;
    }
    const policy = this.#createPolicy();
    this.policies.push(policy);
    this.#made = new Role(this, 'Role', {
      description: 'Lets instances be managed by Systems Manager.',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [policy],
    });
    const profile = new InstanceProfile(this, 'Profile', { role: this.#made });
    handOut(policy, this.#made, profile);
    this.#export(parameterPath, {
      policyArn: policy.managedPolicyArn,
      roleName: this.#made.roleName,
      profileArn: profile.instanceProfileArn,
      profileName: profile.instanceProfileName,
    });
  }

  /** Gives the role of the instance profile one more policy. */
  addPolicy(policy: ManagedPolicy): void {
    this.policies.push(policy);
    this.#made?.addManagedPolicy(policy);
    if (this.#kept !== undefined) policy.attachToRole(this.#kept);
  }

  #createPolicy(): ManagedPolicy {
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'What the agent of Systems Manager needs on an instance.',
      statements: agentStatements(),
    });
    acknowledgeWildcards(
      policy,
      ['*'],
      'The messages actions of the agent take no resource; an instance reads documents and associations of any name.',
    );
    return policy;
  }

  #export(parameterPath: string, access: Access): void {
    const exports = {
      PolicyArn: ['policy-arn', access.policyArn],
      RoleName: ['role-name', access.roleName],
      ProfileArn: ['instance-profile-arn', access.profileArn],
      ProfileName: ['instance-profile-name', access.profileName],
    } as const;
    for (const [parameterId, [name, stringValue]] of Object.entries(exports)) {
      const parameterName = `${parameterPath}/instance-access/${name}`;
      new StringParameter(this, parameterId, { parameterName, stringValue });
    }
  }
}

/** What the parameters say. */
interface Access {
  readonly policyArn: string;
  readonly roleName: string;
  readonly profileArn: string;
  readonly profileName: string;
}

function agentStatements(): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'Registration',
      actions: [
        'ssm:DescribeAssociation',
        'ssm:DescribeDocument',
        'ssm:GetDeployablePatchSnapshotForInstance',
        'ssm:GetDocument',
        'ssm:GetManifest',
        'ssm:ListAssociations',
        'ssm:ListInstanceAssociations',
        'ssm:PutComplianceItems',
        'ssm:PutConfigurePackageResult',
        'ssm:PutInventory',
        'ssm:UpdateAssociationStatus',
        'ssm:UpdateInstanceAssociationStatus',
        'ssm:UpdateInstanceInformation',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'Sessions',
      actions: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      resources: ['*'],
    }),
    // Agents before 3.3.40.0 get their commands this way.
    new PolicyStatement({
      sid: 'Messages',
      actions: [
        'ec2messages:AcknowledgeMessage',
        'ec2messages:DeleteMessage',
        'ec2messages:FailMessage',
        'ec2messages:GetEndpoint',
        'ec2messages:GetMessages',
        'ec2messages:SendReply',
      ],
      resources: ['*'],
    }),
  ];
}
