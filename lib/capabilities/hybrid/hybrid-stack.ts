import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { ActivationFacts } from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { handOut } from '../../constructs/kept.ts';
import type { CapabilityProps } from '../capability.ts';
import { outsideRoleParameter } from '../onboarding/outside-access.ts';
import type { HybridSettings } from './hybrid-schema.ts';

/**
 * What `muster activate` needs: each activation of the configuration as a parameter, and a policy for those who make them.
 * No activation is a resource: its code would stand in the template and in the answers of CloudFormation.
 */
export class HybridStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<HybridSettings>) {
    super(scope, id, props);
    const { parameterPath } = settings.names;
    for (const [name, { nodeName = name, ...activation }] of Object.entries(own.activations)) {
      const facts: ActivationFacts = { ...activation, nodeName };
      new StringParameter(this, `Activation${name}`, {
        parameterName: `${parameterPath}/hybrid/activations/${name}`,
        stringValue: JSON.stringify(facts),
      });
    }
    const roleName = StringParameter.valueForStringParameter(this, outsideRoleParameter(parameterPath));
    this.#createPolicy(parameterPath, roleName);
  }

  /** The policy of who activates machines. Whoever has it can bring a machine of theirs into the account. */
  #createPolicy(parameterPath: string, roleName: string): void {
    const parameter = { service: 'ssm', resource: 'parameter' };
    const policy = new ManagedPolicy(this, 'Activate', {
      description: 'Lets an operator register machines outside EC2: muster activate.',
      statements: [
        new PolicyStatement({
          sid: 'Deployment',
          actions: ['ssm:GetParametersByPath'],
          resources: [
            this.formatArn({ ...parameter, resourceName: `${parameterPath.slice(1)}/onboarding` }),
            this.formatArn({ ...parameter, resourceName: `${parameterPath.slice(1)}/hybrid` }),
          ],
        }),
        new PolicyStatement({
          sid: 'Activations',
          actions: ['ssm:CreateActivation', 'ssm:DescribeInstanceInformation'],
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'Role',
          actions: ['iam:PassRole'],
          resources: [`arn:${this.partition}:iam::${this.account}:role/${roleName}`],
          conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
        }),
        new PolicyStatement({
          sid: 'Tier',
          actions: ['ssm:GetServiceSetting'],
          resources: [
            this.formatArn({
              ...{ service: 'ssm', resource: 'servicesetting' },
              resourceName: 'ssm/managed-instance/activation-tier',
            }),
          ],
        }),
      ],
    });
    acknowledgeWildcards(policy, ['*'], 'These two actions take no resource.');
    handOut(policy);
    new StringParameter(this, 'ActivatePolicyArn', {
      parameterName: `${parameterPath}/operators/activate-policy-arn`,
      stringValue: policy.managedPolicyArn,
    });
  }
}
