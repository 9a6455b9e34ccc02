import { describe, expect, it } from 'vitest';
import type { WantedAssociation } from '../../../lambdas/singletons/parse-singleton.ts';
import { type ListedAssociation, planAssociation } from '../../../lambdas/singletons/plan-association.ts';

const wanted = (more: Partial<WantedAssociation> = {}): WantedAssociation => ({
  ...{ kind: 'sole-association', title: 'It', name: 'Muster-Scan-sole-0a0b0c0d', purpose: 'scan' },
  ...{ document: 'AWS-RunPatchBaseline', parameters: {}, schedule: 'rate(1 day)', concurrency: '1' },
  ...{ errors: '1', isBesideOthers: false, ...more },
});
const listed = (more: Partial<ListedAssociation> = {}): ListedAssociation => ({
  ...{ id: '5', name: 'theirs', document: 'AWS-RunPatchBaseline', reachesAll: true, ...more },
});
const own = listed({ id: '3', name: wanted().name });
const plan = (others: readonly ListedAssociation[], more: Partial<WantedAssociation> = {}) =>
  planAssociation(wanted(more), others);

describe('a scan', () => {
  it.each([
    ['AWS-RunPatchBaseline', 'yield'],
    ['AWS-RunPatchBaselineAssociation', 'yield'],
    ['AWS-RunPatchBaselineWithHooks', 'yield'],
    ['AWS-GatherSoftwareInventory', 'create'],
    ['My-AWS-RunPatchBaseline', 'create'],
  ])('beside an association of %s: %s', (document, kind) => {
    expect(plan([listed({ document })]).kind).toBe(kind);
  });

  it.each([
    ['AWS-QuickSetup-PatchPolicy-ScanForPatches-LA-x', 'yield'],
    ['AWS-QuickSetup-PatchPolicy-InstallPatches-LA-x', 'yield'],
    ['AWS-QuickSetup-SSMHostMgmt-ScanForPatches-x', 'yield'],
    ['AWS-QuickSetup-SSMHostMgmt-UpdateSSMAgent-x', 'create'],
    [undefined, 'create'],
  ])('knows Quick Setup by the name, whatever the document: %s, %s', (name, kind) => {
    expect(plan([listed({ name, document: 'AWSQuickSetup-Other' })]).kind).toBe(kind);
  });

  it('is left to an association of some nodes too, and says that the rest is not scanned', () => {
    const { kind, reason } = plan([listed({ reachesAll: false, name: undefined })]);
    expect(kind).toBe('yield');
    expect(reason).toContain('it is left to 5. It does not target every node');
    expect(plan([listed()]).reason).not.toContain('every node');
  });

  it('goes when another one has come, all of ours', () => {
    const again = listed({ ...own, id: '4' });
    expect(plan([own, again, listed()])).toMatchObject({ kind: 'yield', remove: ['3', '4'] });
  });

  it('is beside others when it is told so', () => {
    expect(plan([listed()], { isBesideOthers: true })).toMatchObject({
      ...{ kind: 'create', reason: expect.stringContaining('besides theirs') },
    });
  });

  it('of two installations of Muster stays with the smaller id', () => {
    const other = (id: string) => listed({ id, name: 'Other-Scan-sole-00000000' });
    expect(plan([own, other('2')]).kind).toBe('yield');
    expect(plan([own, other('4')])).toMatchObject({ kind: 'update', id: '3' });
    expect(plan([other('4')]).kind).toBe('yield');
  });
});

it('of two of ours one stays', () => {
  expect(plan([own, { ...own, id: '4' }])).toMatchObject({ kind: 'update', id: '3', remove: ['4'] });
});

it('an inventory is left to another of every node alone', () => {
  const inventory = { purpose: 'inventory' as const };
  const other = { document: 'AWS-GatherSoftwareInventory' };
  expect(plan([listed(other)], inventory).kind).toBe('yield');
  expect(plan([listed({ ...other, reachesAll: false })], inventory).kind).toBe('create');
  expect(plan([listed()], inventory).kind).toBe('create');
});
