import {
  DescribeMaintenanceWindowExecutionsCommand,
  ListCommandsCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { LocalCloud } from '../../../../src/account/account.ts';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { deployStack } from '../../../../src/deployment/deploy-stack.ts';
import type { WindowExecution } from '../../../../src/services/ssm/maintenance/maintenance-execution.ts';
import type { SsmOptions } from '../../../../src/services/ssm/ssm.ts';
import { accountId, codeOf, newCloud, region, roleWith, stackOf, startMs } from '../../../cloud-bench.ts';

export const hourMs = 3_600_000;
export const roleArn = `arn:aws:iam::${accountId}:role/windows`;
export const functionArn = `arn:aws:lambda:${region}:${accountId}:function:helper`;

const statement = (Action: readonly string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
/** What a window that sends commands and calls functions needs. */
export const enough = [
  statement(['ssm:SendCommand', 'ssm:CancelCommand', 'ssm:ListCommands', 'lambda:InvokeFunction']),
  statement(['resource-groups:ListGroupResources', 'tag:GetResources', 'cloudformation:*']),
];

/** A role that windows of this account may assume. */
function windowRole(statements: readonly object[], service: string) {
  const condition = {
    StringEquals: { 'aws:SourceAccount': accountId },
    ArnLike: { 'aws:SourceArn': `arn:aws:ssm:${region}:${accountId}:maintenancewindow/*` },
  };
  const Principal = { Service: service };
  const trust = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: condition };
  const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'windows',
      AssumeRolePolicyDocument: document([trust]),
      Policies: [{ PolicyName: 'given', PolicyDocument: document(statements) }],
    },
  };
}

/** A task of the window; what is missing makes a command to the target. */
export type TaskFields = Readonly<Record<string, unknown>>;

/** How a test has its account. */
export interface BenchOptions {
  readonly window?: object;
  readonly target?: object;
  readonly tasks: Readonly<Record<string, TaskFields>>;
  readonly statements?: readonly object[];
  readonly service?: string;
  /** The folder of the function's bundle. */
  readonly bundle?: string;
  readonly resources?: Readonly<Record<string, object>>;
  readonly ssm?: Partial<SsmOptions>;
}

/** A command that patches. */
export const patch = {
  TaskType: 'RUN_COMMAND',
  TaskArn: 'AWS-RunPatchBaseline',
  TaskInvocationParameters: {
    MaintenanceWindowRunCommandParameters: { Parameters: { Operation: ['Install'] } },
  },
};
/** A call of the function, once in all. */
export const call = (payload: unknown = {}) => ({
  ...{ TaskType: 'LAMBDA', TaskArn: functionArn },
  TaskInvocationParameters: {
    MaintenanceWindowLambdaParameters: { Payload: Buffer.from(JSON.stringify(payload)).toString('base64') },
  },
});
/** What makes a task one for the target of the window. */
export const onTarget = {
  Targets: [{ Key: 'WindowTargetIds', Values: [{ Ref: 'Nodes' }] }],
  ...{ MaxConcurrency: '50%', MaxErrors: '0' },
};

/** An account whose window opens every hour, for four hours with a cutoff of one. */
export async function maintenanceBench(options: BenchOptions) {
  const { cloud } = newCloud({ ssm: options.ssm ?? {} });
  const role = windowRole(options.statements ?? enough, options.service ?? 'ssm.amazonaws.com');
  const own = {
    ...{ Name: 'night', Schedule: 'rate(1 day)', Duration: 4, Cutoff: 1, AllowUnassociatedTargets: false },
    ...options.window,
  };
  const target = {
    ResourceType: 'INSTANCE',
    Targets: [{ Key: 'tag:Role', Values: ['web'] }],
    ...options.target,
  };
  const tasks = Object.entries(options.tasks).map(([name, fields]) => [
    name,
    {
      Type: 'AWS::SSM::MaintenanceWindowTask',
      DependsOn: ['Role'],
      Properties: { WindowId: { Ref: 'Window' }, ServiceRoleArn: roleArn, Priority: 1, ...fields },
    },
  ]);
  const resources = {
    Role: role,
    Window: { Type: 'AWS::SSM::MaintenanceWindow', Properties: own },
    Nodes: {
      Type: 'AWS::SSM::MaintenanceWindowTarget',
      Properties: { WindowId: { Ref: 'Window' }, OwnerInformation: 'web servers', ...target },
    },
    ...Object.fromEntries(tasks),
    ...(options.bundle === undefined ? {} : helper(options.bundle)),
    ...options.resources,
  };
  await deployStack(cloud, stackOf(resources, options.bundle === undefined ? [] : [options.bundle]));
  return new MaintenanceBench(cloud);
}

function helper(folder: string) {
  return {
    HelperRole: roleWith(),
    Helper: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...{ FunctionName: 'helper', Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 60 },
        ...{ Code: codeOf(folder), Role: { 'Fn::GetAtt': ['HelperRole', 'Arn'] } },
      },
    },
  };
}

class MaintenanceBench {
  readonly cloud: LocalCloud;
  readonly ssm: SSMClient;

  constructor(cloud: LocalCloud) {
    this.cloud = cloud;
    this.ssm = new SSMClient(sdkSettings(cloud));
  }

  get windowId(): string {
    return this.cloud.ssm.windows.windows[0]?.id ?? '';
  }

  /** Lets time pass until so many hours after the window has opened first. */
  async passUntil(hours: number): Promise<void> {
    await this.cloud.pass((startMs + 24 * hourMs + hours * hourMs - this.cloud.timeline.nowMs) / 1000);
  }

  /** The executions of the window, oldest first. */
  get executions(): readonly WindowExecution[] {
    return [...this.cloud.ssm.windows.executionsOf(this.windowId)].reverse();
  }

  /** The only execution. */
  get execution(): WindowExecution {
    const [first, ...others] = this.executions;
    if (first === undefined || others.length > 0) throw new Error('there is not one execution');
    return first;
  }

  /** The statuses of the tasks, in the order in which they began. */
  get tasks(): readonly string[] {
    return this.execution.tasks.map(({ task, status }) => `${task.arn.split(':').at(-1)} ${status}`);
  }

  /** The commands, oldest first. */
  async commands() {
    const { Commands = [] } = await this.ssm.send(new ListCommandsCommand({}));
    return Commands.reverse();
  }

  async listed() {
    const asked = new DescribeMaintenanceWindowExecutionsCommand({ WindowId: this.windowId });
    return (await this.ssm.send(asked)).WindowExecutions;
  }
}
