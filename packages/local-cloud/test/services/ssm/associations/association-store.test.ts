import { describe, expect, test } from 'vitest';
import { PretendWorld, record } from '../../ec2/pretend-world.ts';

const all = [{ Key: 'InstanceIds', Values: ['*'] }];
const some = [{ Key: 'tag:Stage', Values: ['test'] }];
const inventory = { Name: 'AWS-GatherSoftwareInventory', Targets: all };
const scan = { Name: 'AWS-RunPatchBaseline', Parameters: { Operation: ['Scan'] }, Targets: all };

function start() {
  const world = new PretendWorld();
  const call = (name: string, input: object) => world.call(world.ssm, name, input);
  const refusal = (input: object) => world.refusal(world.ssm, 'CreateAssociation', input);
  return { call, refusal };
}

describe('an association', () => {
  test('of the inventory is one for all nodes, and may be beside one for some', () => {
    const { call, refusal } = start();
    call('CreateAssociation', inventory);
    call('CreateAssociation', { ...inventory, Targets: some });
    expect(refusal(inventory)).toMatchObject({
      code: 'InvalidTarget',
      message: expect.stringContaining('Multiple apply all associations'),
    });
  });

  test('of anything else may be there twice, with one name', () => {
    const { call } = start();
    for (let count = 1; count <= 2; count++) call('CreateAssociation', { ...scan, AssociationName: 'scan' });
    expect(call('ListAssociations', {})).toMatchObject({ Associations: [{}, {}] });
  });

  test('loses what an update leaves out', () => {
    const { call } = start();
    const made = record(call('CreateAssociation', { ...scan, MaxErrors: '1' }), 'AssociationDescription');
    const AssociationId = made['AssociationId'];
    const { MaxErrors } = record(
      call('UpdateAssociation', { AssociationId, ...scan }),
      'AssociationDescription',
    );
    expect([made['MaxErrors'], MaxErrors]).toEqual(['1', undefined]);
  });

  test.each([
    [{ ...scan, Parameters: {} }, 'InvalidParameters'],
    [{ ...scan, Parameters: { Operation: ['Scan'], Other: ['x'] } }, 'InvalidParameters'],
    [{ ...scan, Targets: [] }, 'InvalidTarget'],
    [{ ...scan, Targets: [{ Key: 'InstanceIds', Values: [] }] }, 'InvalidTarget'],
    [{ ...scan, Name: 'No-Such' }, 'InvalidDocument'],
  ])('is refused: %j', (input, code) => {
    expect(start().refusal(input).code).toBe(code);
  });

  test('of a document whose parameters nobody knows here ends the run', () => {
    const { call } = start();
    expect(() => call('CreateAssociation', { ...scan, Name: 'AWS-UpdateSSMAgent' })).toThrow(
      'does not emulate',
    );
  });
});
