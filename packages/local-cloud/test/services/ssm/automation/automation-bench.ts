import {
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import type { LocalCloud } from '../../../../src/account/account.ts';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { deployStack } from '../../../../src/deployment/deploy-stack.ts';
import type { SsmOptions } from '../../../../src/services/ssm/ssm.ts';
import { accountId, newCloud, region, stackOf } from '../../../cloud-bench.ts';
import { spec } from '../../ec2/pretend-world.ts';

/** A step of a runbook as a document has it. */
export type Step = Readonly<Record<string, unknown>>;

export const roleArn = `arn:aws:iam::${accountId}:role/runner`;

/** A role that executions may assume, which is allowed these statements. */
export function runnerRole(statements: readonly object[]) {
  const condition = {
    StringEquals: { 'aws:SourceAccount': accountId },
    ArnLike: { 'aws:SourceArn': `arn:aws:ssm:${region}:${accountId}:automation-execution/*` },
  };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'runner',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            ...{ Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' },
            Condition: condition,
          },
        ],
      },
      Policies: [{ PolicyName: 'given', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  };
}

/** An account with one managed instance, and what its tests do with runbooks. */
export interface AutomationBench {
  readonly cloud: LocalCloud;
  readonly ssm: SSMClient;
  readonly instanceId: string;
  /** Lets virtual seconds pass. */
  pass(seconds: number): Promise<void>;
  /** Declares a runbook of these steps; `more` are further members of the document. */
  declare(name: string, steps: readonly Step[], more?: object): void;
  /** Starts an execution, and returns its id. */
  start(name: string, parameters?: Record<string, string[]>): Promise<string>;
  execution(id: string): Promise<NonNullable<Awaited<ReturnType<typeof readExecution>>>>;
  /** Runs a runbook of these steps to its end. */
  run(
    steps: readonly Step[],
    more?: object,
    parameters?: Record<string, string[]>,
  ): ReturnType<AutomationBench['execution']>;
}

async function readExecution(ssm: SSMClient, id: string) {
  return (await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id })))
    .AutomationExecution;
}

/** The statements of a role that may do everything. */
export const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** Makes the account. The role `runner` is allowed these statements. */
export async function automationBench(
  statements: readonly object[] = everything,
  options: Partial<SsmOptions> = {},
): Promise<AutomationBench> {
  const { cloud } = newCloud({ ssm: options });
  await deployStack(cloud, stackOf({ Runner: runnerRole(statements) }));
  const ssm = new SSMClient(sdkSettings(cloud));
  const [instance] = cloud.ec2.launch([spec({ tags: { role: 'web' } })]);
  const pass = (seconds: number) => cloud.pass(seconds);
  await pass(600);
  let count = 0;
  const declare: AutomationBench['declare'] = (name, mainSteps, more = {}) => {
    const Content = { schemaVersion: '0.3', assumeRole: roleArn, mainSteps, ...more };
    cloud.ssm.declareDocument({ Name: name, DocumentType: 'Automation', Content });
  };
  const start: AutomationBench['start'] = async (DocumentName, Parameters = {}) => {
    const given = Object.keys(Parameters).length === 0 ? {} : { Parameters };
    const started = await ssm.send(new StartAutomationExecutionCommand({ DocumentName, ...given }));
    return started.AutomationExecutionId ?? '';
  };
  const execution: AutomationBench['execution'] = async (id) => {
    const found = await readExecution(ssm, id);
    if (found === undefined) throw new Error(`no execution ${id}`);
    return found;
  };
  return {
    ...{ cloud, ssm, pass, declare, start, execution },
    instanceId: instance?.id ?? '',
    async run(steps, more, parameters) {
      const name = `Runbook-${++count}`;
      declare(name, steps, more);
      const id = await start(name, parameters);
      await pass(2 * 3600);
      return execution(id);
    },
  };
}
