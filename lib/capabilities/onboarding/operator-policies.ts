import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { handOut } from '../../constructs/kept.ts';
import type { WatchedQueue } from '../../constructs/watched-queue.ts';
import type { Roster } from './roster-table.ts';

/** What the policies are about, and where their ARNs are exported. */
export interface OperatorPoliciesProps {
  readonly roster: Roster;
  readonly launchQueue: WatchedQueue;
  /** For example `/muster`: the parameters are `/muster/operators/...`. */
  readonly parameterPath: string;
}

/**
 * What the commands of `muster` may do that ask an account: a managed policy for each kind of operator, for the roles
 * and permission sets of people. `read` is for who looks. Their ARNs are exported as parameters. The policies outlive the
 * stack, because roles of others have them.
 */
export class OperatorPolicies extends Construct {
  constructor(scope: Construct, id: string, { roster, launchQueue, parameterPath }: OperatorPoliciesProps) {
    super(scope, id);
    const read = new ManagedPolicy(this, 'Read', {
      description: 'Lets an operator ask Muster: muster status, unmanaged, failed, explain.',
      statements: readStatements(Stack.of(this), { roster, launchQueue, parameterPath }),
    });
    handOut(read);
    acknowledgeWildcards(
      read,
      ['*'],
      'Alarms, metrics, instances and commands are listed without a resource.',
    );
    const parameterName = `${parameterPath}/operators/read-policy-arn`;
    new StringParameter(this, 'ReadPolicyArn', { parameterName, stringValue: read.managedPolicyArn });
  }
}

function readStatements(stack: Stack, props: OperatorPoliciesProps): PolicyStatement[] {
  const { tableArn } = props.roster.table;
  const { queue, deadLetters } = props.launchQueue;
  const resource = (name: string) =>
    stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name });
  return [
    new PolicyStatement({
      sid: 'Deployment',
      actions: ['ssm:GetParametersByPath'],
      resources: [resource(`${props.parameterPath.slice(1)}/onboarding`)],
    }),
    new PolicyStatement({
      sid: 'Roster',
      actions: ['dynamodb:BatchGetItem', 'dynamodb:Scan'],
      resources: [tableArn],
    }),
    new PolicyStatement({
      sid: 'Problems',
      actions: ['dynamodb:Query'],
      resources: [`${tableArn}/index/${rosterKeys.problemIndex}`],
    }),
    new PolicyStatement({
      sid: 'Queues',
      actions: ['sqs:GetQueueAttributes'],
      resources: [queue.queueArn, deadLetters.queueArn],
    }),
    new PolicyStatement({
      sid: 'DeadLetters',
      actions: ['sqs:GetQueueUrl'],
      resources: [deadLetters.queueArn],
    }),
    new PolicyStatement({
      sid: 'Alarms',
      actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'Instances',
      actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'ssm:ListCommandInvocations'],
      resources: ['*'],
    }),
  ];
}
