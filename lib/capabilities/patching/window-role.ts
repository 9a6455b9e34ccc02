import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { serviceHere } from '../../constructs/service-here.ts';

/**
 * What the tasks of one maintenance window may do; it includes nothing for other windows. Each method allows
 * what one kind of task needs (User Guide, "Setting up Maintenance Windows").
 */
export class WindowRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'Lets a maintenance window of Systems Manager run its tasks.',
      assumedBy: serviceHere(this, 'ssm', '*'),
    });
  }

  /**
   * Allows the window to find the members of a resource group. Resource Groups demands of its caller what the queries of
   * groups need (API reference, ListGroupResources; user guide, "Setting up Maintenance Windows").
   */
  allowGroup(): void {
    this.#allow(
      [
        ...['resource-groups:ListGroups', 'resource-groups:ListGroupResources', 'tag:GetResources'],
        ...['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
      ],
      ['*'],
    );
    acknowledgeWildcards(this, ['*'], noResource);
  }

  /** Allows it to send these documents to any instance, because a window chooses by tags or by a group. */
  allowCommands(documents: readonly string[], bucketArn?: string): void {
    const instances = instanceArns(this);
    const buckets = bucketArn === undefined ? [] : [bucketArn];
    const documentArns = documents.map((name) => documentArn(this, name));
    this.#allow(['ssm:SendCommand'], [...documentArns, ...instances, ...buckets]);
    this.#allow(commandActions, ['*']);
    acknowledgeWildcards(this, instances, anyInstance);
    acknowledgeWildcards(this, ['*'], noResource);
  }

  /** Allows it to start a runbook. */
  allowRunbook(name: string): void {
    const { partition, region, account } = Stack.of(this);
    const executions = `arn:${partition}:ssm:${region}:${account}:automation-execution/*`;
    const definition = documentArn(this, name).replace(':document/', ':automation-definition/');
    this.#allow(['ssm:StartAutomationExecution'], [documentArn(this, name), `${definition}:*`, executions]);
    this.#allow(['ssm:GetAutomationExecution'], [executions]);
    acknowledgeWildcards(this, [executions], 'An execution has no name before it is started.');
    acknowledgeWildcards(this, [`${definition}:*`], 'Any version of this one runbook.');
  }

  /** Allows it to call a function. */
  allowFunction(functionArn: string): void {
    this.#allow(['lambda:InvokeFunction'], [functionArn]);
  }

  /** Allows it to start a state machine and ask how it ended. */
  allowStateMachine(stateMachineArn: string): void {
    const executions = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:*`;
    this.#allow(['states:StartExecution'], [stateMachineArn]);
    this.#allow(['states:DescribeExecution'], [executions]);
    acknowledgeWildcards(this, [executions], 'The executions of this one state machine.');
  }

  /** Allows it to hand a role to Systems Manager, and to nobody else. */
  allowPass(roleArn: string): void {
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      }),
    );
  }

  #allow(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources }));
  }
}

/** What the sender of a command does with it afterwards. None of these actions takes a resource. */
const commandActions: string[] = [
  'ssm:CancelCommand',
  'ssm:GetCommandInvocation',
  'ssm:ListCommandInvocations',
  'ssm:ListCommands',
];

/** Why there is a wildcard, for cdk-nag. */
const noResource = 'These actions take no resource.';
const anyInstance = 'Which instances get the command is chosen by tags or by a group when it is sent.';

/** Every instance of the account and region. */
function instanceArns(scope: Construct): string[] {
  const { partition, region, account } = Stack.of(scope);
  return [
    `arn:${partition}:ec2:${region}:${account}:instance/*`,
    `arn:${partition}:ssm:${region}:${account}:managed-instance/*`,
  ];
}

/** The ARN of a document. Documents of AWS belong to no account. */
function documentArn(scope: Construct, name: string): string {
  const { partition, region, account } = Stack.of(scope);
  const owner = /^(AWS|Amazon)/.test(name) ? '' : account;
  return `arn:${partition}:ssm:${region}:${owner}:document/${name}`;
}
