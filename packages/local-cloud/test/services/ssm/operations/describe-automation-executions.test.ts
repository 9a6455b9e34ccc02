import {
  type AutomationExecutionFilterKey,
  DescribeAutomationExecutionsCommand,
  DescribeAutomationStepExecutionsCommand,
} from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AutomationBench, automationBench } from '../automation/automation-bench.ts';

let bench: AutomationBench;
beforeAll(async () => {
  bench = await automationBench();
});

const rest = (name: string) => ({ name, action: 'aws:sleep', inputs: { Duration: 'PT1M' } });
type Filter = readonly [AutomationExecutionFilterKey, string];

describe('DescribeAutomationExecutions', () => {
  it('lists executions by filters, newest first, and the steps of one', async () => {
    bench.declare('Listed-a', [rest('one'), rest('two')]);
    const first = await bench.start('Listed-a');
    await bench.pass(300);
    const second = await bench.start('Listed-a');
    const ofTest: Filter = ['DocumentNamePrefix', 'Listed-'];
    const list = async (...filters: readonly Filter[]) => {
      const Filters = [ofTest, ...filters].map(([Key, value]) => ({ Key, Values: [value] }));
      const found = await bench.ssm.send(new DescribeAutomationExecutionsCommand({ Filters }));
      return found.AutomationExecutionMetadataList?.map(({ AutomationExecutionId: id }) => id);
    };
    expect(await list()).toEqual([second, first]);
    expect(await list(['ExecutionStatus', 'Success'])).toEqual([first]);
    const between = new Date(bench.cloud.timeline.nowMs - 60_000).toISOString();
    expect(await list(['StartTimeAfter', between])).toEqual([second]);
    expect(await list(['ParentExecutionId', first])).toEqual([]);
    const { StepExecutions } = await bench.ssm.send(
      new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId: first, ReverseOrder: true }),
    );
    expect(StepExecutions?.map(({ StepName }) => StepName)).toEqual(['two', 'one']);
  });
});
