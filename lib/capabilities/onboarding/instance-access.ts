import { InstanceProfile, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';

/** Where the names are exported. */
export interface InstanceAccessProps {
  /** For example `/muster`: the parameters are `/muster/instance-access/...`. */
  readonly parameterPath: string;
}

/**
 * What an instance needs so that Systems Manager can manage it: a policy for existing roles, and a role with
 * an instance profile for instances that have none. Their names are exported as parameters.
 *
 * The policy is AmazonSSMManagedInstanceCore without the right to read every parameter of the account. An
 * agent does not need that right for what Muster sends.
 */
export class InstanceAccess extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: InstanceAccessProps) {
    super(scope, id);
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'What the agent of Systems Manager needs on an instance.',
      statements: agentStatements(),
    });
    acknowledgeWildcards(
      policy,
      ['*'],
      'The messages actions of the agent take no resource; an instance reads documents and associations of any name.',
    );
    this.role = new Role(this, 'Role', {
      description: 'Lets instances be managed by Systems Manager.',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [policy],
    });
    const profile = new InstanceProfile(this, 'Profile', { role: this.role });

    const path = `${props.parameterPath}/instance-access`;
    const exports = {
      PolicyArn: ['policy-arn', policy.managedPolicyArn],
      RoleName: ['role-name', this.role.roleName],
      ProfileArn: ['instance-profile-arn', profile.instanceProfileArn],
      ProfileName: ['instance-profile-name', profile.instanceProfileName],
    } as const;
    for (const [parameterId, [name, stringValue]] of Object.entries(exports)) {
      new StringParameter(this, parameterId, { parameterName: `${path}/${name}`, stringValue });
    }
  }
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
