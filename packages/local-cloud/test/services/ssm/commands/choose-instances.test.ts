import { describe, expect, it } from 'vitest';
import { list, spec } from '../../ec2/pretend-world.ts';
import { commandOf, invocationsOf, makeWorld, send } from '../command-world.ts';

describe('a target of instance ids', () => {
  it.each(['InstanceIds', 'instanceids', 'INSTANCEIDS'])('names the instances by the key %s', (Key) => {
    const world = makeWorld();
    const ids = world.fleet(spec(), spec());
    const commandId = send(world, [], { Targets: [{ Key, Values: ids }] });
    world.pass(600);
    expect(invocationsOf(world, commandId).map(({ InstanceId }) => InstanceId)).toEqual(ids);
    expect(list(commandOf(world, commandId), 'Targets')).toEqual([{ Key, Values: ids }]);
  });

  it('refuses the whole call for an id that is not managed, by any spelling of the key', () => {
    const world = makeWorld();
    const Targets = [{ Key: 'instanceids', Values: ['i-00000000000000000'] }];
    expect(world.refusal(world.ssm, 'SendCommand', { DocumentName: 'Install', Targets }).code).toBe(
      'InvalidInstanceId',
    );
  });

  it('beside another key is not emulated, rather than ignored', () => {
    const world = makeWorld();
    const ids = world.fleet(spec());
    const Targets = [
      { Key: 'InstanceIds', Values: ids },
      { Key: 'tag:role', Values: ['web'] },
    ];
    expect(() => send(world, [], { Targets })).toThrow('instance ids beside other Targets');
  });
});
