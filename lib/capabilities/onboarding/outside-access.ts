import { type IManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { handOut } from '../../constructs/kept.ts';
import { serviceHere } from '../../constructs/service-here.ts';

/** What the role may do, and where its name is exported. */
export interface OutsideAccessProps {
  /** What an agent needs, and what the documents of agents need. */
  readonly policies: readonly IManagedPolicy[];
  /** For example `/muster`: see `outsideRoleParameter`. */
  readonly parameterPath: string;
}

/** The parameter with the name of the role of nodes outside EC2. */
export const outsideRoleParameter = (parameterPath: string) => `${parameterPath}/hybrid/role-name`;

/**
 * What a node outside EC2 needs so that Systems Manager can manage it: the role that its agent signs with. It is that of the
 * activations of `muster activate`, and tells the nodes of this installation from those of others. It outlives the stack:
 * a node whose role is deleted is silent.
 */
export class OutsideAccess extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { policies, parameterPath }: OutsideAccessProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'Lets nodes outside EC2 be managed by Systems Manager.',
      assumedBy: serviceHere(this, 'ssm', '*'),
      managedPolicies: [...policies],
    });
    handOut(this.role);
    new StringParameter(this, 'RoleName', {
      parameterName: outsideRoleParameter(parameterPath),
      stringValue: this.role.roleName,
    });
  }
}
