import { Aws, CustomResource, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { parameterNamesResourceType } from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';

/** The names that CloudFormation is to make, and how long the function's log is kept. */
export interface FreeNamesProps {
  readonly names: readonly string[];
  readonly logRetentionDays: number;
}

/**
 * Refuses a deployment if somebody else has a parameter of one of these names. CloudFormation would fail with
 * `AlreadyExists` half-way, name one of them, and roll back what it made. What depends on this is made only after it.
 */
export class FreeNames extends Construct {
  constructor(scope: Construct, id: string, { names, logRetentionDays }: FreeNamesProps) {
    super(scope, id);
    const checker = new MusterFunction(this, 'Checker', {
      bundle: 'parameter-names',
      description: 'Muster: refuses names of parameters that are taken, before anything is made.',
      timeoutSeconds: 120,
      memoryMegabytes: 256,
      permissions: [
        { actions: ['ssm:DescribeParameters'], resources: ['*'] },
        { actions: ['cloudformation:ListStackResources'], resources: [Aws.STACK_ID] },
      ],
      logRetentionDays,
    });
    acknowledgeWildcards(checker, ['*'], 'ssm:DescribeParameters takes no resource.');
    const check = new CustomResource(this, 'Check', {
      serviceToken: checker.function.functionArn,
      resourceType: parameterNamesResourceType,
      // Lambda tries a failed call three times in all, with pauses of one and two minutes.
      serviceTimeout: Duration.minutes(10),
      properties: { Names: [...names].sort() },
    });
    // The policy of the role is a resource of its own. CloudFormation would not wait for it by itself.
    check.node.addDependency(checker.role);
  }
}
