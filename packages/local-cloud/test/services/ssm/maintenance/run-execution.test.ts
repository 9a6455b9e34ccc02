import { describe, expect, it } from 'vitest';
import { succeedingScript } from '../../../../src/agent/instance-spec.ts';
import { writeBundle } from '../../../cloud-bench.ts';
import { spec } from '../../ec2/pretend-world.ts';
import { type BenchOptions, call, hourMs, maintenanceBench, onTarget, patch } from './maintenance-bench.ts';

const lasting = (seconds: number) => ({
  ...succeedingScript,
  durationSeconds: { min: seconds, max: seconds },
});
const web = (seconds = 60) => spec({ tags: { Role: 'web' }, script: lasting(seconds) });
const install = { ...patch, ...onTarget };
const open = async (options: BenchOptions, ...specs: ReturnType<typeof spec>[]) => {
  const bench = await maintenanceBench(options);
  bench.cloud.ec2.launch(specs);
  return bench;
};

describe('an open window', () => {
  it('sends its command to the instances of its target, and tells how it went', async () => {
    const bench = await open({ tasks: { Install: install } }, web(), web(), spec({ tags: { Role: 'db' } }));
    await bench.passUntil(-0.01);
    expect(bench.executions).toEqual([]);
    await bench.passUntil(1);
    expect(bench.execution).toMatchObject({ status: 'SUCCESS', details: undefined });
    expect(bench.execution.tasks[0]?.invocations).toMatchObject([
      { status: 'SUCCESS', ownerInformation: 'web servers' },
    ]);
    expect(await bench.commands()).toMatchObject([
      { DocumentName: 'AWS-RunPatchBaseline', TargetCount: 2, MaxConcurrency: '50%', Status: 'Success' },
    ]);
  });

  it('fills in the ids of its execution', async () => {
    const SnapshotId = ['{{WINDOW_EXECUTION_ID}}'];
    const parameters = { Parameters: { Operation: ['Install'], SnapshotId } };
    const TaskInvocationParameters = { MaintenanceWindowRunCommandParameters: parameters };
    const bench = await open({ tasks: { Install: { ...install, TaskInvocationParameters } } }, web());
    await bench.passUntil(1);
    const [command] = await bench.commands();
    expect(command?.Parameters?.['SnapshotId']).toEqual([bench.execution.id]);
  });

  it('begins tasks of a higher number when those of a lower one have ended, well or not', async () => {
    const folder = writeBundle('exports.handler = async () => { throw new Error("no"); };');
    const tasks = {
      Install: { ...install, Priority: 10 },
      First: { ...call(), Priority: 0 },
      Second: { ...call(), Priority: 20 },
    };
    const bench = await open({ tasks, bundle: folder }, web(600));
    await bench.passUntil(0.1);
    expect(bench.tasks).toEqual(['helper FAILED', 'AWS-RunPatchBaseline IN_PROGRESS']);
    await bench.passUntil(1);
    expect(bench.tasks).toEqual(['helper FAILED', 'AWS-RunPatchBaseline SUCCESS', 'helper FAILED']);
    expect(bench.execution).toMatchObject({
      status: 'FAILED',
      details: 'One or more tasks in the orchestration failed.',
    });
  });

  it('without tasks does nothing, and says so', async () => {
    const bench = await open({ tasks: {} });
    await bench.passUntil(1);
    expect(bench.execution).toMatchObject({ status: 'SUCCESS', details: 'No tasks to execute.' });
  });

  it('is skipped while it is still open from before', async () => {
    const window = { Schedule: 'rate(1 hour)', Duration: 3, Cutoff: 0 };
    const bench = await open({ window, tasks: { Install: install } }, web(2 * 3600));
    await bench.cloud.pass(2.5 * 3600);
    expect(bench.executions.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'SKIPPED_OVERLAPPING']);
  });
});

describe('at the cutoff', () => {
  const window = { Duration: 2, Cutoff: 1 };
  const tasks = (CutoffBehavior: string) => ({
    Install: { ...install, CutoffBehavior },
    Later: { ...install, Priority: 2 },
  });

  it('a command that is to be cancelled is, and its script on the node is killed', async () => {
    const bench = await open({ window, tasks: tasks('CANCEL_TASK') }, web(5400));
    await bench.passUntil(0.99);
    expect(await bench.commands()).toMatchObject([{ Status: 'InProgress' }]);
    await bench.passUntil(1.1);
    expect(await bench.commands()).toMatchObject([{ Status: 'Cancelled' }]);
    expect(bench.tasks).toEqual(['AWS-RunPatchBaseline TIMED_OUT', 'AWS-RunPatchBaseline TIMED_OUT']);
    expect(bench.execution.status).toBe('TIMED_OUT');
    const started = bench.execution.tasks.map(({ invocations }) => invocations.length);
    expect(started).toEqual([1, 0]);
  });

  it('another one goes on, and nothing begins after it', async () => {
    const bench = await open({ window, tasks: tasks('CONTINUE_TASK') }, web(5400));
    await bench.passUntil(1.2);
    expect(bench.execution).toMatchObject({ status: 'IN_PROGRESS' });
    await bench.passUntil(3);
    expect(await bench.commands()).toMatchObject([{ Status: 'Success' }]);
    expect(bench.tasks).toEqual(['AWS-RunPatchBaseline SUCCESS', 'AWS-RunPatchBaseline TIMED_OUT']);
    expect(bench.execution.endedMs).toBeGreaterThan(bench.execution.startedMs + 1.4 * hourMs);
  });
});
