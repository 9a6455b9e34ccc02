import type { CreateAssociationRequest } from '@aws-sdk/client-ssm';
import { createStack, deleteStack, type LocalCloud, updateStack } from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { plainCallFaults } from '../../simulator/faults/faults-of-calls.ts';
import { type CallFault, faultAtCall } from '../simulator/faults/faults-of-calls/fault-at-call.ts';
import { pass, resourcesOf, singletonsOf, withFailure } from './singletons-part.ts';

/** The inventory and the scan of every node in the local cloud: the synthesized resources and the bundle that is deployed. */

const all = [{ Key: 'InstanceIds', Values: ['*'] }];
const quickInventory = {
  ...{ Name: 'AWS-GatherSoftwareInventory', AssociationName: 'AWS-QuickSetup-SSM-CollectInventory-8a1a2' },
  Targets: all,
};
const quickScan = {
  ...{ Name: 'AWS-RunPatchBaselineAssociation', Parameters: { Operation: ['Scan'] }, Targets: all },
  AssociationName: 'AWS-QuickSetup-SSMHostMgmt-ScanForPatches-8a1a2',
};
const policyScan = {
  ...{ Name: 'AWS-RunPatchBaseline', Parameters: { Operation: ['Scan'] } },
  ...{ AssociationName: 'AWS-QuickSetup-PatchPolicy-ScanForPatches-LA-8a1a2' },
  Targets: [{ Key: 'tag:QSConfigName-8a1a2', Values: ['patching'] }],
};

const inventory = singletonsOf('MusterInventory', { inventory: {} });
const inventoryDaily = singletonsOf('MusterInventory', { inventory: { schedule: 'rate(1 day)' } });
const scan = singletonsOf('MusterPatching', { patching: {} });
const [inventoryName, scanName] = ['Inventory', 'Scan'].map((name) =>
  expect.stringMatching(new RegExp(`^Muster-${name}-sole-[0-9a-f]{8}$`)),
);

const operations = (cloud: LocalCloud) => cloud.ssm.operations;
function create(cloud: LocalCloud, input: CreateAssociationRequest): string {
  const made = operations(cloud).CreateAssociation.run(input, cloud.administrator());
  return made.AssociationDescription?.AssociationId ?? '';
}
const remove = (cloud: LocalCloud, AssociationId: string) =>
  operations(cloud).DeleteAssociation.run({ AssociationId }, cloud.administrator());
const listed = (cloud: LocalCloud) =>
  operations(cloud).ListAssociations.run({}, cloud.administrator()).Associations ?? [];
const namesIn = (cloud: LocalCloud) => listed(cloud).map(({ AssociationName }) => AssociationName);

/** The sentence of the only output of a stack. */
function reportOf({ outputs }: { readonly outputs: Readonly<Record<string, unknown>> }): string {
  return String(Object.values(outputs)[0]);
}

/** An account with these associations. */
function anAccount(...associations: readonly CreateAssociationRequest[]): LocalCloud {
  const { cloud } = newCloud();
  for (const each of associations) create(cloud, each);
  return cloud;
}

describe('the inventory of an account that has none', () => {
  it('comes, changes and goes with the stack, with every right of the role and no other', async () => {
    const cloud = anAccount();
    const { stack, status } = await createStack(cloud, inventory);
    expect([status, namesIn(cloud)]).toEqual(['CREATE_COMPLETE', [inventoryName]]);
    expect(listed(cloud)[0]).toMatchObject({ Targets: all, ScheduleExpression: 'rate(12 hours)' });
    const updated = await updateStack(cloud, stack, inventoryDaily);
    expect(updated.status).toBe('UPDATE_COMPLETE');
    expect(listed(cloud)).toMatchObject([{ ScheduleExpression: 'rate(1 day)', AssociationVersion: '2' }]);
    await pass(cloud, 3 * 60);
    expect(listed(cloud)[0]?.AssociationVersion).toBe('2');
    expect((await deleteStack(cloud, updated.stack)).status).toBe('DELETE_COMPLETE');
    expect(namesIn(cloud)).toEqual([]);
    expect(cloud.access.unusedPermissions()).toEqual([]);
  });

  it('is none again when the creation is rolled back', async () => {
    const cloud = anAccount();
    expect((await createStack(cloud, withFailure(inventory))).status).toBe('ROLLBACK_COMPLETE');
    expect(namesIn(cloud)).toEqual([]);
  });
});

describe('the inventory of an account in which Quick Setup gathers', () => {
  it('is left to Quick Setup, and the deployment says whose it is', async () => {
    const cloud = anAccount(quickInventory);
    const { stack, status } = await createStack(cloud, inventory);
    expect([status, namesIn(cloud)]).toEqual(['CREATE_COMPLETE', [quickInventory.AssociationName]]);
    expect(reportOf(stack)).toBe(
      `Inventory: it is left to ${quickInventory.AssociationName} (of Quick Setup). Muster takes over within an hour when that is gone.`,
    );
    await deleteStack(cloud, stack);
    expect(namesIn(cloud)).toEqual([quickInventory.AssociationName]);
  });

  it('is made within an hour when that of Quick Setup is gone', async () => {
    const cloud = anAccount();
    const id = create(cloud, quickInventory);
    await createStack(cloud, inventory);
    remove(cloud, id);
    await pass(cloud, 61);
    expect(namesIn(cloud)).toEqual([inventoryName]);
  });

  it('is made beside one that targets some nodes, which goes before it there', async () => {
    const cloud = anAccount({ ...quickInventory, Targets: [{ Key: 'tag:Stage', Values: ['test'] }] });
    await createStack(cloud, inventory);
    expect(namesIn(cloud)).toEqual([quickInventory.AssociationName, inventoryName]);
  });
});

it('the association of an earlier version goes first: there are never two, and ours comes within the hour', async () => {
  const cloud = anAccount();
  const old = create(cloud, { ...quickInventory, AssociationName: 'Muster-Inventory' });
  await createStack(cloud, inventory);
  expect(namesIn(cloud)).toEqual(['Muster-Inventory']);
  remove(cloud, old);
  await pass(cloud, 61);
  expect(namesIn(cloud)).toEqual([inventoryName]);
});

describe('the scan of patching: {}', () => {
  it('is an association of every node, once a day, that installs nothing', async () => {
    const cloud = anAccount();
    await createStack(cloud, scan);
    const [{ AssociationId } = {}] = listed(cloud);
    const { AssociationDescription } = operations(cloud).DescribeAssociation.run(
      { AssociationId },
      cloud.administrator(),
    );
    expect(AssociationDescription).toMatchObject({
      ...{ Name: 'AWS-RunPatchBaseline', AssociationName: scanName, Parameters: { Operation: ['Scan'] } },
      ...{ Targets: all, ScheduleExpression: 'rate(1 day)', MaxConcurrency: '10%', MaxErrors: '100%' },
    });
  });

  it.each([
    ['Quick Setup', quickScan, ''],
    [
      'a patch policy of some nodes',
      policyScan,
      '. It does not target every node: nobody does this on the rest',
    ],
  ])('is left to %s', async (_, other, gap) => {
    const cloud = anAccount(other);
    const { stack } = await createStack(cloud, scan);
    expect(namesIn(cloud)).toEqual([other.AssociationName]);
    expect(reportOf(stack)).toBe(
      `The scan: it is left to ${other.AssociationName} (of Quick Setup)${gap}. Muster takes over within an hour when that is gone.`,
    );
  });

  it('ends within an hour when somebody else begins to scan, and comes back', async () => {
    const cloud = anAccount();
    await createStack(cloud, scan);
    const id = create(cloud, quickScan);
    await pass(cloud, 61);
    expect(namesIn(cloud)).toEqual([quickScan.AssociationName]);
    remove(cloud, id);
    await pass(cloud, 61);
    expect(namesIn(cloud)).toEqual([scanName]);
  });

  it('is made beside others when the configuration says so by name', async () => {
    const cloud = anAccount(quickScan);
    const beside = singletonsOf('MusterPatching', { patching: { scan: { besideOthers: true } } });
    const { stack } = await createStack(cloud, beside);
    expect(namesIn(cloud)).toEqual([quickScan.AssociationName, scanName]);
    expect(reportOf(stack)).toContain('the last result of a node counts');
  });
});

it('of two installations in one account, one scans, and the other takes over', async () => {
  const cloud = anAccount();
  const first = await createStack(cloud, scan);
  const names = { prefix: 'Other', parameterPath: '/other' };
  const second = await createStack(cloud, singletonsOf('OtherPatching', { patching: {}, names }));
  const [name] = namesIn(cloud);
  await pass(cloud, 5 * 60);
  expect(namesIn(cloud)).toEqual([name]);
  await deleteStack(cloud, first.stack);
  await pass(cloud, 61);
  expect(namesIn(cloud)).toEqual([expect.stringMatching(/^Other-Scan-sole-/)]);
  await deleteStack(cloud, second.stack);
  expect(namesIn(cloud)).toEqual([]);
});

it('a service control policy that denies associations ends the creation with its words', async () => {
  const cloud = anAccount();
  const { Resources } = z.object({ Resources: resourcesOf }).parse(scan.template);
  const isRole = (id: string) => /^SingletonsKeeperRole(?!Default)/.test(id);
  const Deny = {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'Deny',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'ssm:CreateAssociation', Resource: '*' }],
      },
      Roles: [{ Ref: Object.keys(Resources).find(isRole) }],
    },
  };
  const changed = Object.entries(Resources).map(([id, resource]) =>
    resource.Type.startsWith('Custom::') ? [id, { ...resource, DependsOn: ['Deny'] }] : [id, resource],
  );
  const locked = { ...scan, template: { Resources: { ...Object.fromEntries(changed), Deny } } };
  const { status, failure } = await createStack(cloud, locked);
  expect([status, namesIn(cloud)]).toEqual(['ROLLBACK_COMPLETE', []]);
  expect(failure?.message).toContain('The scan: AccessDeniedException');
});

/** A stack that comes, changes and goes, with a fault. Gives the calls of its function. */
async function live(fault?: CallFault): Promise<readonly string[]> {
  const cloud = anAccount();
  const calls = faultAtCall(cloud, fault);
  const place = `${fault?.kind} at call ${fault?.number}`;
  const created = await createStack(cloud, inventory);
  expect([created.status, created.failure?.message], place).toEqual(['CREATE_COMPLETE', undefined]);
  expect(namesIn(cloud), place).toEqual([inventoryName]);
  const updated = await updateStack(cloud, created.stack, inventoryDaily);
  expect([updated.status, listed(cloud)[0]?.ScheduleExpression], place).toEqual([
    ...['UPDATE_COMPLETE', 'rate(1 day)'],
  ]);
  expect((await deleteStack(cloud, updated.stack)).status, place).toBe('DELETE_COMPLETE');
  expect(namesIn(cloud), place).toEqual([]);
  return calls;
}

it.each(plainCallFaults)(
  'one fault, at every call in the life of a stack, changes nothing: %s',
  async (kind) => {
    const { length } = await live();
    for (let number = 1; number <= length; number++) await live({ kind, number });
  },
);
