import { beforeAll, describe, expect, it } from 'vitest';
import { type AutomationBench, automationBench, type Step } from '../automation-bench.ts';

let bench: AutomationBench;
beforeAll(async () => {
  bench = await automationBench();
});

const guide = 'Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';
const rest = (name: string, more: Step = {}): Step => ({
  ...{ name, action: 'aws:sleep', inputs: { Duration: 'PT10S' } },
  ...more,
});
/** A step whose call is refused: there is no such parameter. */
const failing = (name: string, more: Step = {}): Step => ({
  ...{ name, action: 'aws:executeAwsApi' },
  inputs: { Service: 'ssm', Api: 'GetParameter', Name: 'nowhere' },
  ...more,
});

describe('an execution', () => {
  it('runs its steps in order, each with its time, and succeeds', async () => {
    bench.declare('Two', [rest('one'), rest('two')]);
    const id = await bench.start('Two');
    expect(await bench.execution(id)).toMatchObject({
      ...{ AutomationExecutionStatus: 'InProgress', DocumentVersion: '1', Mode: 'Auto', Outputs: {} },
      StepExecutions: [{ StepStatus: 'Pending' }, { StepStatus: 'Pending' }],
    });
    await bench.pass(5);
    expect(await bench.execution(id)).toMatchObject({
      ...{ CurrentStepName: 'one', CurrentAction: 'aws:sleep' },
      StepExecutions: [
        { StepName: 'one', StepStatus: 'InProgress', Inputs: { Duration: '"PT10S"' } },
        { StepName: 'two', StepStatus: 'Pending' },
      ],
    });
    await bench.pass(30);
    const { StepExecutions = [], ...ended } = await bench.execution(id);
    expect(ended).toMatchObject({ AutomationExecutionStatus: 'Success', ExecutionEndTime: expect.any(Date) });
    expect(StepExecutions.map(({ StepStatus }) => StepStatus)).toEqual(['Success', 'Success']);
    expect(bench.cloud.meter.of('ssm.automationSteps').get('Two')).toBe(2);
  });

  it('is aborted by a step that fails, and says why', async () => {
    const found = await bench.run([failing('one'), rest('two')]);
    expect(found.FailureMessage).toMatch(
      /^Step fails when it is Execute\/Cancelling action\. An error occurred \(ParameterNotFound\) when calling the GetParameter operation: /,
    );
    expect(found.FailureMessage).toContain(guide);
    expect(found).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      StepExecutions: [
        { StepStatus: 'Failed', FailureMessage: found.FailureMessage },
        { StepStatus: 'Pending' },
      ],
    });
  });

  it.each([
    [
      'goes on after a step that may fail',
      { onFailure: 'Continue' },
      'Success',
      ['Failed', 'Success', 'Success'],
    ],
    [
      'fails at the end after a critical step',
      { onFailure: 'Continue', isCritical: true },
      'Failed',
      ['Failed', 'Success', 'Success'],
    ],
    [
      'jumps after a failure, which is critical',
      { onFailure: 'step:three' },
      'Failed',
      ['Failed', 'Pending', 'Success'],
    ],
    [
      'jumps after a failure that is not critical',
      { onFailure: 'step:three', isCritical: false },
      'Success',
      ['Failed', 'Pending', 'Success'],
    ],
  ])('%s', async (_, more, status, steps) => {
    const { AutomationExecutionStatus, StepExecutions = [] } = await bench.run([
      failing('one', more),
      rest('two'),
      rest('three'),
    ]);
    expect(AutomationExecutionStatus).toBe(status);
    expect(StepExecutions.map(({ StepStatus }) => StepStatus)).toEqual(steps);
  });

  it('follows nextStep, and ends at a step that is the end', async () => {
    const { StepExecutions = [] } = await bench.run([
      rest('one', { nextStep: 'three' }),
      rest('two'),
      rest('three', { isEnd: true }),
      rest('four'),
    ]);
    expect(StepExecutions.map(({ StepStatus }) => StepStatus)).toEqual([
      'Success',
      'Pending',
      'Success',
      'Pending',
    ]);
  });

  it('tries a step as often as it says, and takes the time of each', async () => {
    const wait = {
      ...{ name: 'look', action: 'aws:waitForAwsResourceProperty', timeoutSeconds: 60, maxAttempts: 3 },
      inputs: {
        ...{ Service: 'ec2', Api: 'DescribeInstances', InstanceIds: [bench.instanceId] },
        ...{ PropertySelector: '$.Reservations[0].Instances[0].State.Name', DesiredValues: ['stopped'] },
      },
    };
    const {
      AutomationExecutionStatus,
      FailureMessage,
      StepExecutions: [step] = [],
    } = await bench.run([wait]);
    expect(AutomationExecutionStatus).toBe('TimedOut');
    expect(FailureMessage).toBe(`Step timed out while step is Execute/Cancelling action. ${guide}`);
    const { ExecutionStartTime: from, ExecutionEndTime: to } = step ?? {};
    expect(Math.floor(((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 1000)).toBeGreaterThanOrEqual(180);
  });

  it('fails at a reference to an output that is not there', async () => {
    const { FailureMessage } = await bench.run([
      rest('one'),
      { ...failing('two'), inputs: { Service: 'ssm', Api: 'GetParameter', Name: '{{ one.Nothing }}' } },
    ]);
    expect(FailureMessage).toContain('one.Nothing is not defined in the Automation Document');
  });

  it('ends the run at an action that is not emulated, and not before', async () => {
    const { cloud, declare, start } = await automationBench();
    declare('Script', [rest('one'), { name: 'two', action: 'aws:executeScript', inputs: {} }]);
    await start('Script');
    await cloud.pass(5);
    await expect(cloud.pass(60)).rejects.toThrow(/aws:executeScript/);
  });
});
