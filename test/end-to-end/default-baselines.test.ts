import { type AssemblyStack, createStack, deleteStack, type LocalCloud, updateStack } from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { plainCallFaults } from '../../simulator/faults/faults-of-calls.ts';
import { type CallFault, faultAtCall } from '../simulator/faults/faults-of-calls/fault-at-call.ts';
import { pass, resourcesOf, singletonsOf, withFailure } from './singletons-part.ts';

/** Default patch baselines in the local cloud: the synthesized resources and the bundle that is deployed. */

type Groups = NonNullable<NonNullable<MusterConfig['patching']>['patchGroups']>;
const systems = { UBUNTU: {} };
const recordName = '/muster/patching/found/default-baseline-UBUNTU';

/** The baselines of these groups, their singletons, and the schedule. */
const patchingStack = (patchGroups: Groups): AssemblyStack =>
  singletonsOf('MusterPatching', { patching: { patchGroups, scan: null } }, ['Baselines']);

const withDefault = patchingStack({ web: { isDefault: true, systems } });
const withoutDefault = patchingStack({ web: { systems } });
const otherDefault = patchingStack({ web: { systems }, mail: { isDefault: true, systems } });

/** The name of the default baseline of Ubuntu. */
function defaultOf(cloud: LocalCloud): string {
  const Filters = [{ Key: 'OPERATING_SYSTEM', Values: ['UBUNTU'] }];
  const { BaselineIdentities: found = [] } = cloud.ssm.operations.DescribePatchBaselines.run(
    { Filters },
    cloud.administrator(),
  );
  return found.find(({ DefaultBaseline }) => DefaultBaseline)?.BaselineName ?? '';
}

const ofAws = 'AWS-UbuntuDefaultPatchBaseline';
const ours = 'Muster-web-UBUNTU';
const recordOf = (cloud: LocalCloud) => cloud.ssm.parameterValue(recordName);

/** An account in which somebody has made this baseline the default. Gives its id too. */
function withTheirs(): { readonly cloud: LocalCloud; readonly theirs: string } {
  const { cloud } = newCloud();
  const theirs = cloud.ssm.baselines.declare({ Name: 'Theirs', OperatingSystem: 'UBUNTU' });
  cloud.ssm.baselines.register(theirs);
  return { cloud, theirs };
}

describe('isDefault', () => {
  it('makes a baseline the default, and its end gives the place back to that of AWS', async () => {
    const { cloud } = newCloud();
    const { stack, status } = await createStack(cloud, withDefault);
    expect([status, defaultOf(cloud)]).toEqual(['CREATE_COMPLETE', ours]);
    await pass(cloud, 61);
    const updated = await updateStack(cloud, stack, withoutDefault);
    expect([updated.status, defaultOf(cloud), recordOf(cloud)]).toEqual([
      ...['UPDATE_COMPLETE', ofAws, undefined],
    ]);
    const again = await updateStack(cloud, updated.stack, withDefault);
    expect(defaultOf(cloud)).toBe(ours);
    expect((await deleteStack(cloud, again.stack)).status).toBe('DELETE_COMPLETE');
    expect(defaultOf(cloud)).toBe(ofAws);
  });

  it('has the rights that it needs, and no other', async () => {
    const { cloud, theirs } = withTheirs();
    const { stack } = await createStack(cloud, withDefault);
    cloud.ssm.baselines.remove(theirs);
    await deleteStack(cloud, stack);
    expect(defaultOf(cloud)).toBe(ofAws);
    expect(cloud.access.unusedPermissions()).toEqual([]);
  });

  it('gives the place back to the baseline of somebody else', async () => {
    const { cloud } = withTheirs();
    const { stack } = await createStack(cloud, withDefault);
    expect([defaultOf(cloud), String(Object.values(stack.outputs))]).toEqual([
      ours,
      expect.stringMatching(/^The default baseline of UBUNTU: it was pb-0\w+; it is pb-0\w+ from now on\.$/),
    ]);
    expect((await deleteStack(cloud, stack)).status).toBe('DELETE_COMPLETE');
    expect([defaultOf(cloud), recordOf(cloud)]).toEqual(['Theirs', undefined]);
  });

  it('of another group takes the place, and the first baseline can go', async () => {
    const { cloud } = withTheirs();
    const { stack } = await createStack(cloud, withDefault);
    const moved = await updateStack(cloud, stack, otherDefault);
    expect([moved.status, defaultOf(cloud)]).toEqual(['UPDATE_COMPLETE', 'Muster-mail-UBUNTU']);
    const alone = patchingStack({ mail: { isDefault: true, systems } });
    expect((await updateStack(cloud, moved.stack, alone)).status).toBe('UPDATE_COMPLETE');
    await deleteStack(cloud, moved.stack);
    expect(defaultOf(cloud)).toBe('Theirs');
  });
});

describe('a roll-back', () => {
  it('of the creation brings the default from before back', async () => {
    const { cloud } = withTheirs();
    expect((await createStack(cloud, withFailure(withDefault))).status).toBe('ROLLBACK_COMPLETE');
    expect([defaultOf(cloud), recordOf(cloud)]).toEqual(['Theirs', undefined]);
  });

  it('of an update brings that of the stack back', async () => {
    const { cloud } = withTheirs();
    const { stack } = await createStack(cloud, withDefault);
    const { status } = await updateStack(cloud, stack, withFailure(otherDefault));
    expect([status, defaultOf(cloud)]).toEqual(['UPDATE_ROLLBACK_COMPLETE', ours]);
  });
});

it('what somebody has made the default since is left alone', async () => {
  const { cloud, theirs } = withTheirs();
  const { stack } = await createStack(cloud, withDefault);
  cloud.ssm.baselines.register(theirs);
  await pass(cloud, 61);
  expect(defaultOf(cloud)).toBe('Theirs');
  expect((await deleteStack(cloud, stack)).status).toBe('DELETE_COMPLETE');
  expect(defaultOf(cloud)).toBe('Theirs');
});

it('a record that is no record does not keep the baseline from its end', async () => {
  const { cloud } = newCloud();
  const { stack } = await createStack(cloud, withDefault);
  const malformed = { Name: recordName, Type: 'String' as const, Value: '{"found":', Overwrite: true };
  cloud.ssm.operations.PutParameter.run(malformed, cloud.administrator());
  expect((await deleteStack(cloud, stack)).status).toBe('DELETE_COMPLETE');
  expect(defaultOf(cloud)).toBe(ofAws);
});

it('an upgrade takes the default over from CloudFormation, and can give it back', async () => {
  const { cloud } = newCloud();
  const { Resources } = z.object({ Resources: resourcesOf }).parse(withDefault.template);
  const [id = ''] = Object.keys(Resources).filter(
    (each) => Resources[each]?.Type === 'AWS::SSM::PatchBaseline',
  );
  const properties = z.looseObject({}).parse(Resources[id]?.['Properties']);
  const old = { ...Resources[id], Properties: { ...properties, DefaultBaseline: true } };
  const { stack } = await createStack(cloud, { ...withDefault, template: { Resources: { [id]: old } } });
  expect(defaultOf(cloud)).toBe(ours);
  const updated = await updateStack(cloud, stack, withDefault);
  expect([updated.status, defaultOf(cloud)]).toEqual(['UPDATE_COMPLETE', ours]);
  expect((await deleteStack(cloud, updated.stack)).status).toBe('DELETE_COMPLETE');
  expect(defaultOf(cloud)).toBe(ofAws);
});

/** A stack that comes, changes and goes, with a fault. Gives the calls of its function. */
async function live(fault?: CallFault): Promise<readonly string[]> {
  const { cloud } = withTheirs();
  const calls = faultAtCall(cloud, fault);
  const place = `${fault?.kind} at call ${fault?.number}`;
  const created = await createStack(cloud, withDefault);
  expect([created.status, created.failure?.message], place).toEqual(['CREATE_COMPLETE', undefined]);
  const updated = await updateStack(cloud, created.stack, otherDefault);
  expect([updated.status, defaultOf(cloud)], place).toEqual(['UPDATE_COMPLETE', 'Muster-mail-UBUNTU']);
  expect((await deleteStack(cloud, updated.stack)).status, place).toBe('DELETE_COMPLETE');
  expect([defaultOf(cloud), recordOf(cloud)], place).toEqual(['Theirs', undefined]);
  return calls;
}

it.each(plainCallFaults)(
  'one fault, at every call in the life of a stack, changes nothing: %s',
  async (kind) => {
    const { length } = await live();
    for (let number = 1; number <= length; number++) await live({ kind, number });
  },
);
