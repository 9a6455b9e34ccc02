import { describe, expect, it } from 'vitest';
import { list, spec } from '../../ec2/pretend-world.ts';
import { commandOf, detailsOf, invocationsOf, makeWorld, script, send } from '../command-world.ts';

describe('the life of a command', () => {
  it('succeeds, with an event at each step and details of every document step', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec(script({ standardOutput: 'done' })));
    const commandId = send(world, [id], { Comment: 'order 1' });
    world.pass(600);
    const [invocation = {}] = invocationsOf(world, commandId, { Details: true });
    expect(invocation).toMatchObject({ Status: 'Success', StatusDetails: 'Success', Comment: 'order 1' });
    expect(list(invocation, 'CommandPlugins')).toMatchObject([
      { Name: 'installLinux', Status: 'Success', ResponseCode: 0, Output: 'done' },
      { Name: 'installWindows', Status: 'Success', ResponseCode: 0 },
    ]);
    expect(commandOf(world, commandId)).toMatchObject({
      Status: 'Success',
      TargetCount: 1,
      CompletedCount: 1,
    });
    const details = world.eventsOf('EC2 Command Invocation Status-change Notification');
    expect(details.map((detail) => detail['status'])).toEqual(['InProgress', 'Success']);
    expect(details[0]).toMatchObject({
      'command-id': commandId,
      'instance-id': id,
      'document-name': 'Install',
    });
    const parents = world.eventsOf('EC2 Command Status-change Notification');
    expect(parents.map((detail) => detail['status'])).toEqual(['InProgress', 'Success']);
  });

  it('fails with the exit code of the script', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec(script({ exitCodes: [21] })));
    const commandId = send(world, [id]);
    world.pass(600);
    const [invocation = {}] = invocationsOf(world, commandId, { Details: true });
    expect(invocation).toMatchObject({ Status: 'Failed', StatusDetails: 'Failed' });
    expect(list(invocation, 'CommandPlugins')[0]).toMatchObject({ ResponseCode: 21, Status: 'Failed' });
    expect(commandOf(world, commandId)).toMatchObject({ Status: 'Failed', ErrorCount: 1 });
  });

  it('a hanging script is ExecutionTimedOut after the time-out of its step', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec(script({ ending: 'hangs' })));
    const commandId = send(world, [id]);
    world.pass(590);
    expect(detailsOf(world, commandId)).toEqual(['InProgress']);
    world.pass(20);
    expect(detailsOf(world, commandId)).toEqual(['ExecutionTimedOut']);
    expect(commandOf(world, commandId)).toMatchObject({ Status: 'TimedOut' });
  });

  it('an agent that vanishes is DeliveryTimedOut after both timeouts, and lost', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec(script({ ending: 'vanishes' })));
    const commandId = send(world, [id], { TimeoutSeconds: 100 });
    world.pass(100 + 600 + 600 - 1);
    expect(detailsOf(world, commandId)).toEqual(['InProgress']);
    world.pass(1);
    expect(detailsOf(world, commandId)).toEqual(['DeliveryTimedOut']);
  });

  it('an instance that is terminated while its script runs never reports', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec(script({ durationSeconds: { min: 300, max: 300 } })));
    const commandId = send(world, [id], { TimeoutSeconds: 100 });
    world.pass(60);
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [id] });
    world.pass(1000);
    expect(detailsOf(world, commandId)).toEqual(['InProgress']);
    world.pass(1000);
    expect(detailsOf(world, commandId)).toEqual(['DeliveryTimedOut']);
  });

  it('an invocation for a stopped instance is Delayed, and runs if the instance returns in time', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec());
    world.call(world.ec2, 'StopInstances', { InstanceIds: [id] });
    world.pass(120);
    const commandId = send(world, [id]);
    world.pass(60);
    expect(detailsOf(world, commandId)).toEqual(['Delayed']);
    world.call(world.ec2, 'StartInstances', { InstanceIds: [id] });
    world.pass(600);
    expect(detailsOf(world, commandId)).toEqual(['Success']);
  });

  it('an invocation that has exceeded its time to start is not started when the instance returns', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec());
    world.call(world.ec2, 'StopInstances', { InstanceIds: [id] });
    world.pass(120);
    const commandId = send(world, [id], { TimeoutSeconds: 30 });
    world.pass(60);
    world.call(world.ec2, 'StartInstances', { InstanceIds: [id] });
    world.pass(1300);
    expect(detailsOf(world, commandId)).toEqual(['DeliveryTimedOut']);
  });

  it('four Undeliverable and one Success is Success', () => {
    const world = makeWorld();
    const ids = world.fleet(...Array.from({ length: 5 }, () => spec()));
    const commandId = send(world, ids);
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: ids.slice(1) });
    world.pass(600);
    expect(detailsOf(world, commandId)).toEqual(['Success', ...Array(4).fill('Undeliverable')]);
    expect(commandOf(world, commandId)).toMatchObject({
      Status: 'Success',
      CompletedCount: 5,
      ErrorCount: 0,
    });
  });

  it('one error more than MaxErrors terminates the unsent invocations', () => {
    const world = makeWorld();
    const failing = spec(script({ exitCodes: [1] }));
    const ids = world.fleet(...Array.from({ length: 6 }, () => failing));
    const commandId = send(world, ids, { MaxConcurrency: '1', MaxErrors: '2' });
    world.pass(3000);
    expect(detailsOf(world, commandId)).toEqual([...Array(3).fill('Failed'), ...Array(3).fill('Terminated')]);
    expect(commandOf(world, commandId)).toMatchObject({ Status: 'Failed', ErrorCount: 3, CompletedCount: 6 });
  });

  it('errors within MaxErrors leave the command Incomplete', () => {
    const world = makeWorld();
    const ids = world.fleet(spec(), spec(script({ exitCodes: [1] })));
    const commandId = send(world, ids, { MaxErrors: '50%' });
    world.pass(3000);
    expect(commandOf(world, commandId)).toMatchObject({ StatusDetails: 'Incomplete' });
  });

  it('is sent to one, then two, then four as the agents acknowledge, never above MaxConcurrency', () => {
    const world = makeWorld();
    const slow = spec(script({ durationSeconds: { min: 400, max: 400 } }));
    const ids = world.fleet(...Array.from({ length: 12 }, () => slow));
    send(world, ids, { MaxConcurrency: '10' });
    world.pass(100);
    const starts = world.events.filter(
      ({ detail }) => detail['status'] === 'InProgress' && detail['instance-id'],
    );
    expect(starts).toHaveLength(10);
    world.pass(1000);
    expect(
      world.events.filter(({ detail }) => detail['status'] === 'Success' && detail['instance-id']),
    ).toHaveLength(12);
  });

  it('the next wave is sent only when the whole wave before it has been acknowledged', () => {
    for (let seed = 0; seed < 10; seed++) {
      const world = makeWorld({ seed });
      const slow = spec(script({ durationSeconds: { min: 400, max: 400 } }));
      send(world, world.fleet(...Array.from({ length: 7 }, () => slow)));
      world.pass(100);
      const starts = world.events.filter(
        ({ detail }) => detail['status'] === 'InProgress' && detail['instance-id'],
      );
      const times = starts.map(({ atMs }) => atMs);
      expect(times).toHaveLength(7);
      for (const wave of [1, 3])
        expect((times[wave] ?? 0) - (times[wave - 1] ?? 0)).toBeGreaterThanOrEqual(200);
    }
  });

  it('ten percent of fifty errors are five: the sixth stops the command', () => {
    const world = makeWorld();
    const failing = spec(script({ exitCodes: [1] }));
    const ids = world.fleet(...Array.from({ length: 50 }, () => failing));
    const commandId = send(world, ids, { MaxConcurrency: '1', MaxErrors: '10%' });
    world.pass(3000);
    expect(detailsOf(world, commandId).filter((details) => details === 'Failed')).toHaveLength(6);
  });

  it('successive commands use successive exit codes', () => {
    const world = makeWorld();
    const [id = ''] = world.fleet(spec(script({ exitCodes: [20, 0] })));
    const first = send(world, [id]);
    world.pass(300);
    const second = send(world, [id]);
    world.pass(300);
    expect([...detailsOf(world, first), ...detailsOf(world, second)]).toEqual(['Failed', 'Success']);
  });

  it('cancelling ends waiting invocations at once and running ones a little later', () => {
    const world = makeWorld();
    const slow = spec(script({ durationSeconds: { min: 400, max: 400 } }));
    const fast = spec(script({ durationSeconds: { min: 1, max: 1 } }));
    const ids = world.fleet(fast, slow, slow);
    const CommandId = send(world, ids, { MaxConcurrency: '1' });
    world.pass(30);
    world.call(world.ssm, 'CancelCommand', { CommandId });
    expect(detailsOf(world, CommandId)).toEqual(['Success', 'Cancelling', 'Cancelled']);
    world.pass(30);
    expect(detailsOf(world, CommandId)).toEqual(['Success', 'Cancelled', 'Cancelled']);
    expect(commandOf(world, CommandId)).toMatchObject({ Status: 'Cancelled' });
  });

  it('leaves nothing on the timeline when all have ended', () => {
    const world = makeWorld();
    send(world, world.fleet(spec(), spec()));
    world.pass(1000);
    expect(world.timeline.nextMs).toBeUndefined();
  });

  it('is the same for the same seed, and differs for another seed', () => {
    const traceOf = (seed: number) => {
      const world = makeWorld({ seed });
      send(world, world.fleet(spec(), spec(), spec()));
      world.pass(1000);
      return world.traces.join('\n');
    };
    expect(traceOf(7)).toBe(traceOf(7));
    expect(traceOf(7)).not.toBe(traceOf(8));
  });
});
