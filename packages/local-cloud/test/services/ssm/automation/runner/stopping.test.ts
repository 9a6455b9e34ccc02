import { StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AutomationBench, automationBench, type Step } from '../automation-bench.ts';

let bench: AutomationBench;
beforeAll(async () => {
  bench = await automationBench();
});

const rest = (name: string, more: Step = {}): Step => ({
  ...{ name, action: 'aws:sleep', inputs: { Duration: 'PT1M' } },
  ...more,
});
const statuses = ({ StepExecutions = [] }: Awaited<ReturnType<AutomationBench['execution']>>) =>
  StepExecutions.map(({ StepStatus }) => StepStatus);
const stop = (id: string, Type?: 'Cancel' | 'Complete') =>
  bench.ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id, ...(Type && { Type }) }));

describe('an execution that is stopped', () => {
  it('goes to the step that it names for that, and is cancelled when that has ended', async () => {
    const steps = [rest('one', { onCancel: 'step:three' }), rest('two'), rest('three')];
    bench.declare('Cancelled', steps);
    const id = await bench.start('Cancelled');
    await bench.pass(10);
    await stop(id);
    const stopped = await bench.execution(id);
    expect([stopped.AutomationExecutionStatus, ...statuses(stopped)]).toEqual([
      ...['Cancelling', 'Cancelled', 'Pending', 'Pending'],
    ]);
    await expect(stop(id)).rejects.toThrow(/Cancelling/);
    await bench.pass(90);
    const ended = await bench.execution(id);
    expect([ended.AutomationExecutionStatus, ...statuses(ended)]).toEqual([
      ...['Cancelled', 'Cancelled', 'Pending', 'Success'],
    ]);
  });

  it('has two minutes for such steps', async () => {
    const long = { inputs: { Duration: 'PT1H' } };
    bench.declare('Long', [rest('one', { onCancel: 'step:two' }), rest('two', long)]);
    const id = await bench.start('Long');
    await bench.pass(10);
    await stop(id);
    await bench.pass(110);
    expect((await bench.execution(id)).AutomationExecutionStatus).toBe('Cancelling');
    await bench.pass(15);
    const ended = await bench.execution(id);
    expect([ended.AutomationExecutionStatus, ...statuses(ended)]).toEqual([
      ...['Cancelled', 'Cancelled', 'Cancelled'],
    ]);
  });

  it('with Complete, ends with the step that runs', async () => {
    bench.declare('Complete', [rest('one'), rest('two')]);
    const id = await bench.start('Complete');
    await bench.pass(10);
    await stop(id, 'Complete');
    expect((await bench.execution(id)).AutomationExecutionStatus).toBe('InProgress');
    await bench.pass(120);
    const ended = await bench.execution(id);
    expect([ended.AutomationExecutionStatus, ...statuses(ended)]).toEqual(['Success', 'Success', 'Pending']);
  });

  it('between two steps ends at once', async () => {
    bench.declare('Between', [rest('one')]);
    const id = await bench.start('Between');
    await stop(id);
    expect((await bench.execution(id)).AutomationExecutionStatus).toBe('Cancelled');
    await bench.pass(120);
    expect(statuses(await bench.execution(id))).toEqual(['Pending']);
  });
});
