import { describe, expect, it } from 'vitest';
import { accountId } from '../../accounts.ts';
import { list, PretendWorld, record, spec } from './pretend-world.ts';

function describeAll(world: PretendWorld, input: object = {}) {
  return list(world.call(world.ec2, 'DescribeInstances', input), 'Reservations').flatMap((reservation) =>
    list(reservation, 'Instances'),
  );
}

describe('states and events', () => {
  it('a launch goes from pending to running, with an event at each step', () => {
    const world = new PretendWorld();
    const [id] = world.fleet(spec());
    expect(world.eventsOf('EC2 Instance State-change Notification')).toEqual([
      { 'instance-id': id, state: 'pending' },
      { 'instance-id': id, state: 'running' },
    ]);
    expect(world.events[0]?.resources).toEqual([`arn:aws:ec2:eu-west-1:${accountId}:instance/${id}`]);
  });

  it('an instance stops, starts and ends as its lifecycle says, and running is sent twice', () => {
    const world = new PretendWorld();
    const lifecycle = { stoppedAfterSeconds: 1000, restartedAfterSeconds: 500, terminatedAfterSeconds: 5000 };
    world.ec2.launch([spec({ lifecycle })]);
    world.pass(8000);
    const states = world.eventsOf('EC2 Instance State-change Notification').map((detail) => detail['state']);
    expect(states).toEqual([
      'pending',
      'running',
      'stopping',
      'stopped',
      'pending',
      'running',
      'shutting-down',
      'terminated',
    ]);
  });

  it('a terminated instance is visible for an hour and then unknown', () => {
    const world = new PretendWorld();
    const [id = ''] = world.fleet(spec());
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [id] });
    world.pass(120);
    expect(record(describeAll(world)[0] ?? {}, 'State')).toEqual({ Code: 48, Name: 'terminated' });
    world.pass(3600);
    expect(describeAll(world)).toEqual([]);
    expect(world.refusal(world.ec2, 'DescribeInstances', { InstanceIds: [id] }).code).toBe(
      'InvalidInstanceID.NotFound',
    );
  });

  it('refuses to stop an instance that has never run', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec()]);
    const refusal = world.refusal(world.ec2, 'StopInstances', { InstanceIds: [instance?.id] });
    expect(refusal.code).toBe('IncorrectInstanceState');
  });

  it('an instance that is terminated while pending never reaches running', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec()]);
    world.call(world.ec2, 'TerminateInstances', { InstanceIds: [instance?.id] });
    world.pass(600);
    const states = world.eventsOf('EC2 Instance State-change Notification').map((detail) => detail['state']);
    expect(states).toEqual(['pending', 'shutting-down', 'terminated']);
  });
});
