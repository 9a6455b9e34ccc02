import { StartAutomationExecutionCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { spec } from '../../ec2/pretend-world.ts';
import { everything } from './automation-bench.ts';
import { type TargetBench, targetBench } from './target-bench.ts';

let bench: TargetBench;
beforeEach(async () => {
  bench = await targetBench();
});

const values = (count: number) => Array.from({ length: count }, (_, index) => `v-${index}`);

/** The most children that ran at once, looked at every ten seconds. */
async function mostAtOnce(id: string, seconds: number): Promise<number> {
  let most = 0;
  for (let passed = 0; passed < seconds; passed += 10) {
    await bench.pass(10);
    const running = (await bench.childrenOf(id)).filter(({ status }) => status === 'InProgress');
    most = Math.max(most, running.length);
  }
  return most;
}

describe('a parent', () => {
  it('runs the runbook on each target in a child of its own, and ends when all have', async () => {
    const id = await bench.startOnValues(['v-0', 'v-1'], { Parameters: { Fails: ['nobody'] } });
    await bench.pass(30);
    expect(await bench.execution(id)).toMatchObject({ AutomationExecutionStatus: 'InProgress' });
    await bench.pass(600);
    const parent = await bench.execution(id);
    expect(parent).toMatchObject({
      ...{ AutomationExecutionStatus: 'Success', DocumentName: 'Rest', TargetParameterName: 'InstanceId' },
      ...{ MaxConcurrency: '10', MaxErrors: '100%', Parameters: { Fails: ['nobody'] } },
      Targets: [{ Key: 'ParameterValues', Values: ['v-0', 'v-1'] }],
      StepExecutions: [
        {
          ...{ StepName: 'v-0', Action: 'aws:executeAutomation', StepStatus: 'Success' },
          ...{ Inputs: { InstanceId: 'v-0' }, Outputs: {} },
        },
        { StepName: 'v-1', StepStatus: 'Success' },
      ],
    });
    const [first] = await bench.childrenOf(id);
    expect(await bench.execution(first?.id ?? '')).toMatchObject({
      ...{ ParentAutomationExecutionId: id, Target: 'v-0', Targets: [], ExecutedBy: parent.ExecutedBy },
      Parameters: { InstanceId: ['v-0'], Fails: ['nobody'] },
    });
  });

  it('begins with one target, then with two more, up to the most at once', async () => {
    const id = await bench.startOnValues(values(20), { MaxConcurrency: '4' });
    await bench.pass(30);
    expect(await bench.childrenOf(id)).toHaveLength(1);
    await bench.pass(60);
    expect(await bench.childrenOf(id)).toHaveLength(3);
    expect(await mostAtOnce(id, 900)).toBe(4);
    expect((await bench.execution(id)).AutomationExecutionStatus).toBe('Success');
  });

  it.each([
    ['20%', 2],
    ['5%', 1],
    [undefined, 10],
  ])('runs MaxConcurrency %s of ten targets as %i at once', async (MaxConcurrency, most) => {
    const id = await bench.startOnValues(values(most === 10 ? 40 : 10), { MaxConcurrency });
    expect(await mostAtOnce(id, 1_200)).toBe(most);
  });

  it('begins no further target after more errors than allowed, and lets those end that run', async () => {
    const Parameters = { Fails: ['v-0 v-2'] };
    const id = await bench.startOnValues(values(9), { Parameters, MaxConcurrency: '3', MaxErrors: '0' });
    await bench.pass(900);
    expect(await bench.childrenOf(id)).toMatchObject([{ target: 'v-0', status: 'Failed' }]);
    const { StepExecutions = [], ...parent } = await bench.execution(id);
    expect(parent.AutomationExecutionStatus).toBe('Failed');
    expect(StepExecutions.map(({ StepStatus }) => StepStatus)).toEqual([
      ...['Failed', ...Array.from({ length: 8 }, () => 'Pending')],
    ]);
    const other = await bench.startOnValues(values(9), { Parameters, MaxConcurrency: '3', MaxErrors: '1' });
    await bench.pass(900);
    const children = await bench.childrenOf(other);
    const failed = children.filter(({ status }) => status === 'Failed').map(({ target }) => target);
    expect(failed.toSorted()).toEqual(['v-0', 'v-2']);
    const others = children.filter(({ status }) => status === 'Success');
    expect(others.length + failed.length).toBe(children.length);
    expect(children.length).toBeLessThan(9);
  });

  it('fails with a child that fails, although its errors are allowed', async () => {
    const id = await bench.startOnValues(values(3), { Parameters: { Fails: ['v-1'] }, MaxErrors: '50%' });
    await bench.pass(900);
    expect((await bench.childrenOf(id)).map(({ status }) => status)).toEqual([
      'Success',
      'Failed',
      'Success',
    ]);
    expect((await bench.execution(id)).AutomationExecutionStatus).toBe('Failed');
  });

  it('counts a target that the runbook does not take as an error', async () => {
    const id = await bench.startOnValues(['NONE', 'v-1'], { MaxErrors: '1' });
    await bench.pass(600);
    expect((await bench.execution(id)).StepExecutions).toMatchObject([
      { StepStatus: 'Failed', FailureMessage: expect.stringContaining('InstanceId') },
      { StepStatus: 'Success' },
    ]);
  });

  it('is stopped with its children', async () => {
    const id = await bench.startOnValues(values(5), { MaxConcurrency: '2' });
    await bench.pass(90);
    await bench.ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await bench.pass(10);
    const ends = (await bench.childrenOf(id)).map(({ status }) => status);
    expect(ends).toEqual(['Success', 'Cancelled', 'Cancelled']);
    expect((await bench.execution(id)).AutomationExecutionStatus).toBe('Cancelled');
    await bench.pass(900);
    expect(await bench.childrenOf(id)).toHaveLength(3);
  });

  it('that is stopped with Complete begins no further target', async () => {
    const id = await bench.startOnValues(values(5), { MaxConcurrency: '1' });
    await bench.pass(30);
    const stop = new StopAutomationExecutionCommand({ AutomationExecutionId: id, Type: 'Complete' });
    await bench.ssm.send(stop);
    await bench.pass(900);
    expect(await bench.childrenOf(id)).toMatchObject([{ status: 'Success' }]);
    expect((await bench.execution(id)).AutomationExecutionStatus).toBe('Success');
  });

  it('twice with one token is one parent', async () => {
    const ClientToken = '00000000-0000-4000-8000-0000000000AB';
    const first = await bench.startOnValues(['v-0'], { ClientToken });
    expect(await bench.startOnValues(['v-0'], { ClientToken })).toBe(first);
    await expect(bench.startOnValues(['v-1'], { ClientToken })).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
    });
  });

  it('tells its statuses, its steps, and those of its children', async () => {
    const seen: string[] = [];
    const put = bench.cloud.events.putServiceEvent.bind(bench.cloud.events);
    bench.cloud.events.putServiceEvent = (event) => {
      const { Action: action = 'execution', Status: status, ExecutionId: of } = event.detail;
      if (event.detailType.startsWith('EC2 Automation')) seen.push(`${of} ${action} ${status}`);
      return put(event);
    };
    const id = await bench.startOnValues(['v-0']);
    await bench.pass(600);
    const [child] = await bench.childrenOf(id);
    expect(seen.filter((line) => line.startsWith(id))).toEqual([
      ...[`${id} execution InProgress`, `${id} aws:executeAutomation InProgress`],
      ...[`${id} aws:executeAutomation Success`, `${id} execution Success`],
    ]);
    expect(seen).toContain(`${child?.id} execution Success`);
  });
});

describe('the targets', () => {
  it('of a tag are the instances that have it, and are shown', async () => {
    const [other] = bench.cloud.ec2.launch([spec({ tags: { role: 'web' } }), spec({ tags: { role: 'db' } })]);
    await bench.pass(60);
    const id = await bench.startOn({ Targets: [{ Key: 'tag:role', Values: ['web', 'none'] }] });
    const { ResolvedTargets } = await bench.execution(id);
    expect(ResolvedTargets).toEqual({ ParameterValues: [bench.instanceId, other?.id], Truncated: false });
    const all = await bench.startOn({ Targets: [{ Key: 'AWS::EC2::Instance', Values: ['*'] }] });
    expect((await bench.execution(all)).StepExecutions).toHaveLength(3);
  });

  it('that are none make the parent fail', async () => {
    const id = await bench.startOn({ Targets: [{ Key: 'tag:role', Values: ['none'] }] });
    expect(await bench.execution(id)).toMatchObject({ AutomationExecutionStatus: 'Failed' });
  });

  it('of a tag are looked for by whoever does the steps', async () => {
    bench = await targetBench(everything.map((all) => ({ ...all, Action: 'ec2:*' })));
    const id = await bench.startOn({ Targets: [{ Key: 'tag:role', Values: ['web'] }] });
    expect(await bench.execution(id)).toMatchObject({
      AutomationExecutionStatus: 'Failed',
      FailureMessage: expect.stringMatching(/assumed-role\/runner\/.*tag:GetResources/),
    });
  });

  it('of a tag need a runbook that says what it runs on', async () => {
    bench.declare('Anything', [{ name: 'one', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }], {
      parameters: { InstanceId: { type: 'String' } },
    });
    const input = { DocumentName: 'Anything', TargetParameterName: 'InstanceId' };
    const Targets = [{ Key: 'tag:role', Values: ['web'] }];
    await expect(bench.ssm.send(new StartAutomationExecutionCommand({ ...input, Targets }))).rejects.toThrow(
      /does not emulate a tag as the target/,
    );
  });
});
