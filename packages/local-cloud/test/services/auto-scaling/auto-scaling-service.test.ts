import { describe, expect, it } from 'vitest';
import { group, hook, ScalingBench } from './scaling-bench.ts';

/** A group with a launch hook that scales to one instance, which runs. */
async function scaledOut(changes: object = {}): Promise<ScalingBench> {
  const bench = new ScalingBench();
  bench.createGroup();
  bench.putHook(changes);
  bench.scaleTo(1);
  await bench.pass(40);
  return bench;
}

describe('an instance of a group with a launch hook', () => {
  it('waits, and an event tells of it', async () => {
    const bench = await scaledOut({ NotificationMetadata: 'by the gate' });
    expect(bench.states).toEqual(['Pending:Wait']);
    expect(bench.events).toEqual([
      {
        LifecycleActionToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
        AutoScalingGroupName: group,
        LifecycleHookName: hook,
        EC2InstanceId: expect.stringMatching(/^i-/),
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
        NotificationMetadata: 'by the gate',
        Origin: 'EC2',
        Destination: 'AutoScalingGroup',
      },
    ]);
  });

  it('is in service when the action is completed', async () => {
    const bench = await scaledOut();
    bench.complete('CONTINUE');
    expect(bench.states).toEqual(['InService']);
    expect(() => bench.complete('CONTINUE')).toThrow(
      /^No active Lifecycle Action found with token [0-9a-f-]{36}$/,
    );
  });

  it('is terminated and replaced when it is abandoned', async () => {
    const bench = await scaledOut();
    bench.complete('ABANDON');
    expect(bench.states).toEqual(['Terminating', 'Pending']);
    await bench.pass(100);
    expect(bench.states).toEqual(['Pending:Wait']);
  });

  it.each([
    ['CONTINUE', ['InService']],
    ['ABANDON', ['Terminating', 'Pending']],
  ])('gets the default result %s when nobody completes the action', async (DefaultResult, states) => {
    const bench = await scaledOut({ DefaultResult });
    await bench.pass(255);
    expect(bench.states).toEqual(['Pending:Wait']);
    await bench.pass(45);
    expect(bench.states.slice(0, 1)).toEqual(states.slice(0, 1));
  });

  it('waits for longer after a heartbeat, but not for more than 100 time-outs', async () => {
    const bench = await scaledOut({ HeartbeatTimeout: 30, DefaultResult: 'CONTINUE' });
    for (let beats = 0; beats < 140 && bench.states[0] === 'Pending:Wait'; beats++) {
      bench.heartbeat();
      await bench.pass(25);
    }
    expect(bench.cloud.timeline.nowMs / 1000).toBeGreaterThan(3000);
    expect(bench.cloud.timeline.nowMs / 1000).toBeLessThan(3060);
    expect(bench.states).toEqual(['InService']);
  });

  it('is abandoned when its hook is deleted', async () => {
    const bench = await scaledOut();
    bench.call('DeleteLifecycleHook', { AutoScalingGroupName: group, LifecycleHookName: hook });
    expect(bench.states).toEqual(['Terminating', 'Pending']);
  });

  it('goes on when all hooks let it', async () => {
    const bench = new ScalingBench();
    bench.createGroup();
    bench.putHook();
    bench.putHook({ LifecycleHookName: 'other', DefaultResult: 'CONTINUE' });
    bench.scaleTo(1);
    await bench.pass(40);
    bench.complete('CONTINUE', bench.events[0]?.['LifecycleActionToken']);
    expect(bench.states).toEqual(['Pending:Wait']);
    await bench.pass(300);
    expect(bench.states).toEqual(['InService']);
  });

  it('is replaced when somebody terminates it', async () => {
    const bench = await scaledOut();
    const [instance] = bench.cloud.ec2.fleet.from(0);
    if (instance === undefined) throw new Error('one instance');
    bench.cloud.ec2.fleet.terminate(instance);
    expect(bench.states).toEqual(['Terminating', 'Pending']);
    expect(() => bench.complete('CONTINUE')).toThrow('No active Lifecycle Action');
  });
});

describe('a warm pool', () => {
  it('holds instances on their way into the pool, and on their way out of it', async () => {
    const bench = new ScalingBench();
    bench.createGroup({ MaxSize: 1 });
    bench.putHook();
    bench.call('PutWarmPool', { AutoScalingGroupName: group, MinSize: 1 });
    await bench.pass(40);
    expect(bench.states).toEqual(['Warmed:Pending:Wait']);
    expect(bench.events.at(-1)).toMatchObject({ Origin: 'EC2', Destination: 'WarmPool' });
    bench.complete('CONTINUE');
    await bench.pass(120);
    expect(bench.states).toEqual(['Warmed:Stopped']);

    bench.scaleTo(1);
    await bench.pass(40);
    expect(bench.states).toEqual(['Pending:Wait', 'Warmed:Pending:Wait']);
    const leaving = bench.events.find(({ Origin }) => Origin === 'WarmPool');
    expect(leaving).toMatchObject({ Destination: 'AutoScalingGroup' });
    bench.complete('CONTINUE', leaving?.['LifecycleActionToken']);
    expect(bench.states).toEqual(['InService', 'Warmed:Pending:Wait']);
  });

  it('of running instances gives them without a start', async () => {
    const bench = new ScalingBench();
    bench.createGroup({ MaxSize: 1 });
    bench.call('PutWarmPool', { AutoScalingGroupName: group, PoolState: 'Running' });
    await bench.pass(40);
    expect(bench.states).toEqual(['Warmed:Running']);
    bench.putHook();
    bench.scaleTo(1);
    expect(bench.states).toEqual(['Pending:Wait']);
  });
});

describe('Auto Scaling', () => {
  it.each([
    ['SetDesiredCapacity', { DesiredCapacity: 5 }, 'above max value 4'],
    ['PutLifecycleHook', { LifecycleHookName: 'x' }, 'transition is required'],
    [
      'CompleteLifecycleAction',
      { LifecycleHookName: 'x', LifecycleActionResult: 'CONTINUE', InstanceId: 'i-1' },
      'No active Lifecycle Action found with instance ID i-1',
    ],
    ['RecordLifecycleActionHeartbeat', { LifecycleHookName: 'x' }, 'must be specified'],
  ])('refuses %s', (name, input, message) => {
    const bench = new ScalingBench();
    bench.createGroup();
    expect(() => bench.call(name, { AutoScalingGroupName: group, ...input })).toThrow(message);
    expect(() => bench.call(name, { AutoScalingGroupName: 'none', ...input })).toThrow(/not found|specified/);
  });

  it('throws on hooks of terminations, and on a scale-in', () => {
    const bench = new ScalingBench();
    bench.createGroup({ DesiredCapacity: 2 });
    const LifecycleTransition = 'autoscaling:EC2_INSTANCE_TERMINATING';
    expect(() => bench.putHook({ LifecycleTransition })).toThrow('does not emulate');
    expect(() => bench.scaleTo(1)).toThrow('does not emulate');
  });

  it('deletes a group with instances by force alone', async () => {
    const bench = await scaledOut();
    const AutoScalingGroupName = group;
    expect(() => bench.call('DeleteAutoScalingGroup', { AutoScalingGroupName })).toThrow('instances');
    bench.call('DeleteAutoScalingGroup', { AutoScalingGroupName, ForceDelete: true });
    await bench.pass(120);
    expect([...bench.cloud.ec2.fleet.from(0)].map(({ state }) => state)).toEqual(['terminated']);
  });
});
