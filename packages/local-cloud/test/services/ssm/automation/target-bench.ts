import {
  DescribeAutomationExecutionsCommand,
  StartAutomationExecutionCommand,
  type StartAutomationExecutionRequest,
} from '@aws-sdk/client-ssm';
import { type AutomationBench, automationBench, roleArn } from './automation-bench.ts';

/** A runbook on instances that rests for a minute, and that `Fails` names the instances on which it fails. */
const content = {
  ...{ schemaVersion: '0.3', assumeRole: roleArn },
  parameters: {
    InstanceId: { type: 'String', allowedPattern: '^[a-z0-9-]+$' },
    Fails: { type: 'String', default: 'none' },
  },
  mainSteps: [
    { name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1M' } },
    {
      ...{ name: 'choose', action: 'aws:branch' },
      inputs: {
        Choices: [{ NextStep: 'fail', Variable: '{{ Fails }}', Contains: '{{ InstanceId }}' }],
        Default: 'done',
      },
    },
    {
      ...{ name: 'fail', action: 'aws:executeAwsApi', isEnd: true },
      inputs: { Service: 'ssm', Api: 'GetParameter', Name: '/none' },
    },
    { name: 'done', action: 'aws:sleep', inputs: { Duration: 'PT1S' }, isEnd: true },
  ],
};

/** An account with the runbook `Rest`, and what its tests do with targets. */
export interface TargetBench extends AutomationBench {
  /** Starts `Rest` on targets, and returns the id of the parent. */
  startOn(more: Partial<StartAutomationExecutionRequest>): Promise<string>;
  /** Starts `Rest` on these values of `InstanceId`. */
  startOnValues(values: readonly string[], more?: Partial<StartAutomationExecutionRequest>): Promise<string>;
  /** The children of a parent, in the order in which they were begun. */
  childrenOf(
    id: string,
  ): Promise<{ readonly id: string; readonly target: string; readonly status: string }[]>;
}

export async function targetBench(...given: Parameters<typeof automationBench>): Promise<TargetBench> {
  const bench = await automationBench(...given);
  bench.cloud.ssm.declareDocument({
    ...{ Name: 'Rest', DocumentType: 'Automation', TargetType: '/AWS::EC2::Instance', Content: content },
  });
  const startOn: TargetBench['startOn'] = async (more) => {
    const input = { DocumentName: 'Rest', TargetParameterName: 'InstanceId', ...more };
    return (await bench.ssm.send(new StartAutomationExecutionCommand(input))).AutomationExecutionId ?? '';
  };
  return {
    ...bench,
    startOn,
    startOnValues: (values, more = {}) =>
      startOn({ Targets: [{ Key: 'ParameterValues', Values: [...values] }], ...more }),
    async childrenOf(id) {
      const found = await bench.ssm.send(
        new DescribeAutomationExecutionsCommand({ Filters: [{ Key: 'ParentExecutionId', Values: [id] }] }),
      );
      const { AutomationExecutionMetadataList: list = [] } = found;
      return list.toReversed().map((child) => ({
        id: child.AutomationExecutionId ?? '',
        target: child.Target ?? '',
        status: child.AutomationExecutionStatus ?? '',
      }));
    },
  };
}
