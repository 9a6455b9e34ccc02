import { describe, expect, it } from 'vitest';
import { capabilities } from '../../../../lib/capabilities/capabilities.ts';
import { findUnknownGroups } from '../../../../lib/capabilities/groups/group-targets.ts';
import { environment, problemsOf } from '../../configuration/config-problems.ts';

const web = { web: { tags: { Role: ['web'] } } };
const associations = {
  named: {
    audit: { document: 'AWS-RunShellScript', parameters: { commands: ['true'] }, targets: { group: 'web' } },
  },
};
const inventory = { custom: { Rack: [{ targets: { group: 'web' }, attributes: { Rack: 'A4' } }] } };
const window = { schedule: 'rate(7 days)', operation: 'Scan', targets: { group: 'web' } };
const patching = { windows: { weekly: window } };
const targetProblems = (input: object) => problemsOf(input, findUnknownGroups(capabilities));

describe('a group as a target', () => {
  it('is accepted when it is declared', () => {
    expect(targetProblems({ groups: web, associations, inventory, patching })).toEqual([]);
  });

  it('is refused in every section when it is not declared, with a list of those that are', () => {
    const groups = { db: { tags: { Role: ['db'] } }, cache: { tags: { Role: ['cache'] } } };
    const backstop = { targets: { group: 'api' } };
    const input = { groups, associations: { ...associations, backstop }, inventory, patching };
    expect(targetProblems(input)).toEqual([
      'patching.windows.weekly.targets.group: received "web"; allowed: db, cache',
      'inventory.custom.Rack[0].targets.group: received "web"; allowed: db, cache',
      'associations.backstop.targets.group: received "api"; allowed: db, cache',
      'associations.named.audit.targets.group: received "web"; allowed: db, cache',
    ]);
    expect(targetProblems({ associations })).toEqual([
      'associations.named.audit.targets.group: received "web"; allowed: no group, since groups declares none',
    ]);
  });

  it('must be declared in the environment that names it, and is reported once', () => {
    const other = { ...environment, name: 'test', region: 'eu-west-1' };
    const environments = [
      environment,
      { ...other, overrides: { groups: null } },
      { ...other, name: 'dev', region: 'eu-west-2', overrides: { groups: null } },
    ];
    expect(targetProblems({ groups: web, environments, associations })).toEqual([
      'associations.named.audit.targets.group: received "web"; allowed: no group, since groups declares none',
    ]);
  });
});
