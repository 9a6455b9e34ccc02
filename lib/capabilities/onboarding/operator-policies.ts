import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, type ManagedPolicyProps, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { handOut } from '../../constructs/kept.ts';
import type { WatchedQueue } from '../../constructs/watched-queue.ts';
import { readDecisionsStatement, readFailuresStatement } from './deployed-facts.ts';
import { anyMapping, anyNode, hostManagement, partsOfStack } from './operator-resources.ts';
import { groupStatement } from './resource-group-rights.ts';
import { rolloutDocumentStatements } from './rollout-document-rights.ts';
import type { Roster } from './roster-table.ts';

/** What the policies are about, and where their ARNs are exported. */
export interface OperatorPoliciesProps {
  readonly roster: Roster;
  readonly launchQueue: WatchedQueue;
  readonly outcomeQueue: IQueue;
  /** Every queue of dead letters. */
  readonly deadLetters: readonly IQueue[];
  /** For example `/muster`: the parameters are `/muster/operators/...`. */
  readonly parameterPath: string;
  /** The ARNs of the documents that roll-outs may send besides those of profiles. */
  readonly rolloutDocuments: readonly string[];
  /** What the names of documents begin with. */
  readonly prefix: string;
  /** Whether nodes outside EC2 are looked at. */
  readonly hasOutside: boolean;
}

const anywhere = 'are listed without a resource; a resource group has any name, and is of any stack.';

/**
 * What the commands of `muster` may do that ask an account: a managed policy for each kind of operator, for the roles
 * and permission sets of people. `read` is for who looks, `steer` for who has Muster decide anew, `run` for who runs commands on nodes: it is worth root on every
 * managed node. Their ARNs are exported as parameters. The policies outlive the stack, because roles of others have them.
 */
export class OperatorPolicies extends Construct {
  constructor(scope: Construct, id: string, props: OperatorPoliciesProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const read = this.#create('Read', props, {
      description: 'Lets an operator ask Muster. docs/day-2.md names the commands.',
      statements: readStatements(stack, props),
    });
    acknowledgeWildcards(read, ['*'], `Alarms, metrics, instances, commands, stacks and quotas ${anywhere}`);
    acknowledgeWildcards(
      read,
      [...partsOfStack(stack), anyMapping(stack), ownDocuments(stack, props)],
      'The names of what the stack has end with what CloudFormation makes up; mappings have no other name.',
    );
    this.#create('Steer', props, {
      description: 'Lets an operator steer Muster. docs/day-2.md names the commands.',
      statements: steerStatements(stack, props),
    });
    const rollout = this.#create('Rollout', props, {
      description: 'Lets an operator bring new versions to the fleet: muster rollout.',
      statements: rolloutStatements(stack, props),
    });
    acknowledgeWildcards(rollout, ['*'], `Instances and alarms ${anywhere}`);
    acknowledgeWildcards(
      rollout,
      [ownDocuments(stack, props), partsOfStack(stack)[1]],
      'The documents and functions are those of Muster.',
    );
    const run = this.#create('Run', props, {
      description: 'Lets an operator run commands on nodes as root: muster run.',
      statements: runStatements(stack, props),
    });
    acknowledgeWildcards(
      run,
      ['*'],
      'Nodes are listed without a resource, and so are commands, which have none in IAM.',
    );
    acknowledgeWildcards(
      run,
      [...anyNode(stack), ownDocuments(stack, props)],
      'Which nodes is what the operator says; the documents are those of Muster, and of any script.',
    );
  }

  /** A policy that is handed out, and the parameter with its ARN. */
  #create(
    id: 'Read' | 'Steer' | 'Rollout' | 'Run',
    { parameterPath }: OperatorPoliciesProps,
    policyProps: ManagedPolicyProps,
  ): ManagedPolicy {
    const policy = new ManagedPolicy(this, id, policyProps);
    handOut(policy);
    const parameterName = `${parameterPath}/operators/${id.toLowerCase()}-policy-arn`;
    new StringParameter(this, `${id}PolicyArn`, { parameterName, stringValue: policy.managedPolicyArn });
    return policy;
  }
}

function readStatements(stack: Stack, props: OperatorPoliciesProps): PolicyStatement[] {
  const { tableArn } = props.roster.table;
  const { queue, deadLetters } = props.launchQueue;
  return [
    findStatement(stack, props),
    ...doctorStatements(stack, props),
    new PolicyStatement({
      sid: 'Roster',
      actions: ['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Scan'],
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
      resources: [queue.queueArn, ...props.deadLetters.map(({ queueArn }) => queueArn)],
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
      actions: [
        ...['ec2:DescribeInstances', 'ec2:DescribeInstanceStatus'],
        ...['ssm:DescribeInstanceInformation', 'ssm:ListCommandInvocations'],
      ],
      resources: ['*'],
    }),
    groupStatement(),
    ...rolloutDocumentStatements(props.rolloutDocuments),
    readDecisionsStatement(stack),
  ];
}

/** What muster doctor looks at. Nothing of it is a secret: the environments of functions have settings alone. */
function doctorStatements(stack: Stack, props: OperatorPoliciesProps): PolicyStatement[] {
  const [stackArn, functions, rules, schedules, roles, profiles] = partsOfStack(stack);
  const read = (sid: string, actions: string[], ...resources: string[]) =>
    new PolicyStatement({ sid, actions, resources });
  return [
    read('Account', ['cloudformation:ListStacks', 'lambda:GetAccountSettings'], '*'),
    read('Stack', ['cloudformation:ListStackResources'], stackArn),
    read('Functions', ['lambda:GetFunctionConcurrency', 'lambda:GetFunctionConfiguration'], functions),
    read('Mappings', ['lambda:GetEventSourceMapping'], anyMapping(stack)),
    read('Rules', ['events:DescribeRule'], rules),
    read('Schedules', ['scheduler:GetSchedule'], schedules),
    read('Roles', ['iam:GetRole'], roles),
    read('InstanceProfiles', ['iam:GetInstanceProfile'], profiles),
    read('Documents', ['ssm:DescribeDocument'], ownDocuments(stack, props)),
    read('HostManagement', ['ssm:GetServiceSetting'], hostManagement(stack)),
  ];
}

function steerStatements(stack: Stack, props: OperatorPoliciesProps): PolicyStatement[] {
  const { tableArn } = props.roster.table;
  return [
    findStatement(stack, props),
    new PolicyStatement({
      sid: 'Problems',
      actions: ['dynamodb:Query'],
      resources: [`${tableArn}/index/${rosterKeys.problemIndex}`],
    }),
    new PolicyStatement({
      sid: 'Roster',
      actions: ['dynamodb:BatchGetItem'],
      resources: [tableArn],
    }),
    new PolicyStatement({
      sid: 'Requests',
      actions: ['sqs:SendMessage'],
      resources: [props.launchQueue.queue.queueArn, props.outcomeQueue.queueArn],
    }),
    new PolicyStatement({
      sid: 'DeadLetters',
      actions: [
        ...['sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        ...['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
      ],
      resources: props.deadLetters.map(({ queueArn }) => queueArn),
    }),
    readFailuresStatement(stack),
  ];
}

/** How every command finds the deployment. */
function findStatement(stack: Stack, { parameterPath }: OperatorPoliciesProps): PolicyStatement {
  const resourceName = `${parameterPath.slice(1)}/onboarding`;
  return new PolicyStatement({
    sid: 'Deployment',
    actions: ['ssm:GetParametersByPath'],
    resources: [stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName })],
  });
}

function rolloutStatements(stack: Stack, props: OperatorPoliciesProps): PolicyStatement[] {
  const { tableArn } = props.roster.table;
  return [
    findStatement(stack, props),
    new PolicyStatement({
      sid: 'Roster',
      actions: ['dynamodb:BatchGetItem', 'dynamodb:Scan'],
      resources: [tableArn],
    }),
    // Entries are moved by functions alone. An operator writes the items of roll-outs.
    new PolicyStatement({
      sid: 'Rollouts',
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: [tableArn],
      conditions: {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': [`${rosterKeys.rollouts}*`, rosterKeys.rolloutList],
        },
      },
    }),
    new PolicyStatement({
      sid: 'Fleet',
      actions: [
        ...['cloudwatch:DescribeAlarms', 'ec2:DescribeInstances'],
        ...(props.hasOutside ? ['ssm:DescribeInstanceInformation', 'tag:GetResources'] : []),
      ],
      resources: ['*'],
    }),
    groupStatement(),
    new PolicyStatement({
      sid: 'Settings',
      actions: ['lambda:GetFunctionConfiguration'],
      resources: [partsOfStack(stack)[1]],
    }),
    new PolicyStatement({
      sid: 'OwnDocuments',
      actions: ['ssm:DescribeDocument'],
      resources: [ownDocuments(stack, props)],
    }),
    ...rolloutDocumentStatements(props.rolloutDocuments),
  ];
}

function runStatements(stack: Stack, props: OperatorPoliciesProps): PolicyStatement[] {
  const ofAws = ['AWS-RunShellScript', 'AWS-RunPowerShellScript'].map(
    (name) => `arn:${stack.partition}:ssm:${stack.region}::document/${name}`,
  );
  return [
    findStatement(stack, props),
    new PolicyStatement({
      sid: 'Nodes',
      actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'Documents',
      actions: ['ssm:SendCommand'],
      resources: [...ofAws, ownDocuments(stack, props), ...anyNode(stack)],
    }),
    new PolicyStatement({
      sid: 'OwnDocuments',
      actions: ['ssm:DescribeDocument'],
      resources: [ownDocuments(stack, props)],
    }),
    new PolicyStatement({
      sid: 'Commands',
      actions: ['ssm:CancelCommand', 'ssm:GetCommandInvocation', 'ssm:ListCommandInvocations'],
      resources: ['*'],
    }),
  ];
}

function ownDocuments({ partition, region, account }: Stack, { prefix }: OperatorPoliciesProps): string {
  return `arn:${partition}:ssm:${region}:${account}:document/${prefix}-*`;
}
