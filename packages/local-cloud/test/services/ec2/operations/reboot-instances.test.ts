import { describe, expect, it } from 'vitest';
import { PretendWorld, spec } from '../pretend-world.ts';

describe('RebootInstances', () => {
  it('takes the agent away for a while, without a change of state or an event', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec()]);
    if (instance === undefined) throw new Error('nothing was launched');
    world.pass(600);
    const events = world.events.length;
    const isUp = () => instance.agent.isUp(world.timeline.nowMs);
    expect(isUp()).toBe(true);
    world.call(world.ec2, 'RebootInstances', { InstanceIds: [instance.id] });
    expect([isUp(), instance.state]).toEqual([false, 'running']);
    world.pass(300);
    expect([isUp(), instance.state, world.events.length]).toEqual([true, 'running', events]);
  });

  it('is forgotten when the instance stops meanwhile', () => {
    const world = new PretendWorld();
    const [instance] = world.ec2.launch([spec()]);
    if (instance === undefined) throw new Error('nothing was launched');
    world.pass(600);
    const InstanceIds = [instance.id];
    world.call(world.ec2, 'RebootInstances', { InstanceIds });
    world.call(world.ec2, 'StopInstances', { InstanceIds });
    world.pass(600);
    expect([instance.state, instance.agent.isUp(world.timeline.nowMs)]).toEqual(['stopped', false]);
    expect(world.refusal(world.ec2, 'RebootInstances', { InstanceIds }).code).toBe('IncorrectInstanceState');
  });

  it('refuses an id that is not there', () => {
    const world = new PretendWorld();
    const InstanceIds = ['i-0123456789abcdef0'];
    expect(world.refusal(world.ec2, 'RebootInstances', { InstanceIds }).code).toBe(
      'InvalidInstanceID.NotFound',
    );
  });
});
