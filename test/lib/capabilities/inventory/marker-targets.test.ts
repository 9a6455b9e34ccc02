import { describe, expect, it } from 'vitest';
import { findAssociationMistakes } from '../../../../lib/capabilities/associations/association-mistakes.ts';
import { capabilities } from '../../../../lib/capabilities/capabilities.ts';
import { findUnknownMarkers } from '../../../../lib/capabilities/inventory/marker-targets.ts';
import { findOverlapMistakes } from '../../../../lib/capabilities/patching/overlap-mistakes.ts';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack } from '../../synthesize.ts';

const missing = { inventory: { missing: 'antivirus' } };
const has = { inventory: { has: 'antivirus' } };
const command = { document: 'AWS-RunShellScript', parameters: { commands: ['true'] } };
const markers = { antivirus: { application: 'clamav*' } };
const config = {
  inventory: { markers, custom: { Owner: [{ targets: has, attributes: { Team: 'shop' } }] } },
  groups: { unprotected: missing },
  associations: { updateAgent: null, named: { protect: { ...command, targets: missing } } },
  patching: { windows: { night: { schedule: 'rate(7 days)', operation: 'Install', targets: has } } },
} satisfies MusterConfig;
const key = 'Muster-Marker-antivirus';

describe('a marker as a target', () => {
  it('is its tag, for an association, custom inventory, a window and a group', () => {
    const associationOf = (stack: string, AssociationName: string) =>
      Object.values(
        synthesizeStack(stack, config).findResources('AWS::SSM::Association', {
          Properties: { AssociationName },
        }),
      )[0]?.['Properties'].Targets;
    expect(associationOf('MusterAssociations', 'Muster-protect')).toEqual([
      { Key: `tag:${key}`, Values: ['has-not'] },
    ]);
    expect(associationOf('MusterInventory', 'Muster-CustomOwner-1')).toEqual([
      { Key: `tag:${key}`, Values: ['has'] },
    ]);
    synthesizeStack('MusterPatching', config).hasResourceProperties('AWS::SSM::MaintenanceWindowTarget', {
      Targets: [
        { Key: `tag:${key}`, Values: ['has'] },
        { Key: 'tag:Muster-Patchable', Values: ['in-patch-group', 'in-no-patch-group'] },
      ],
    });
    synthesizeStack('MusterGroups', config).hasResourceProperties('AWS::ResourceGroups::Group', {
      ResourceQuery: { Query: { TagFilters: [{ Key: key, Values: ['has-not'] }] } },
    });
  });

  it('is refused everywhere when it is not declared, with a list of those that are', () => {
    const problems = (more: MusterConfig) =>
      problemsOf({ ...config, ...more }, findUnknownMarkers(capabilities));
    expect(problems({})).toEqual([]);
    const inventory = { ...config.inventory, markers: { backup: { application: 'restic' } } };
    const allowed = (list: string) => `received "antivirus"; allowed: ${list}`;
    expect(problems({ inventory })).toEqual([
      `groups.unprotected.inventory.missing: ${allowed('backup')}`,
      `patching.windows.night.targets.inventory.has: ${allowed('backup')}`,
      `inventory.custom.Owner[0].targets.inventory.has: ${allowed('backup')}`,
      `associations.named.protect.targets.inventory.missing: ${allowed('backup')}`,
    ]);
    expect(problems({ inventory: null, groups: null, patching: null })).toEqual([
      `associations.named.protect.targets.inventory.missing: ${allowed('no marker, since inventory.markers declares none')}`,
    ]);
  });

  it.each([{}, { has: 'a', missing: 'a' }, { lacks: 'a' }, { has: '' }])('refuses %j', (inventory) => {
    const named = { protect: { ...command, targets: { inventory } } };
    const [problem = ''] = problemsOf({ associations: { named } });
    expect(problem).toMatch(/^associations\.named\.protect\.targets\.inventory.*; allowed: /);
  });

  it('cannot meet its contrary on one node: two lists of facts of one type are allowed for both', () => {
    const facts = (targets: object) => ({ targets, attributes: { State: 'x' } });
    const problems = (...targets: readonly object[]) =>
      problemsOf({ inventory: { markers, custom: { State: targets.map(facts) } } }, findAssociationMistakes);
    expect(problems(has, missing)).toEqual([]);
    expect(problems(has, has)).toHaveLength(1);
  });

  it('of a group of one window and of another is known to share nodes', () => {
    const window = (targets: object) => ({ schedule: 'rate(7 days)', operation: 'Install', targets });
    const windows = { a: window({ group: 'unprotected' }), b: window(missing), c: window(has) };
    const input = { inventory: { markers }, groups: config.groups, patching: { windows } };
    const found = problemsOf(input, findOverlapMistakes);
    expect(found.map((line) => line.slice(0, 28))).toEqual(['patching.windows.b.schedule:']);
  });
});
