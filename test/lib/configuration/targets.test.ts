import { describe, expect, it } from 'vitest';
import { problemsOf } from './config-problems.ts';

const starred = { tags: { App: ['shop', 'web*'] } };
const association = { document: 'AWS-RunShellScript', parameters: { commands: ['true'] } };
const window = { schedule: 'rate(7 days)', operation: 'Scan' };
const inAssociation = (targets: object) => ({ associations: { named: { x: { ...association, targets } } } });

describe('* in a tag', () => {
  it.each([
    ['an association', inAssociation(starred), 'associations.named.x.targets.tags.App[1]'],
    [
      'the update of the agent',
      { associations: { updateAgent: { targets: starred } } },
      'associations.updateAgent.targets.tags.App[1]',
    ],
    [
      'a window',
      { patching: { windows: { w: { ...window, targets: starred } } } },
      'patching.windows.w.targets.tags.App[1]',
    ],
    ['a group', { groups: { web: starred } }, 'groups.web.tags.App[1]'],
    [
      'facts of the inventory',
      { inventory: { custom: { Rack: [{ targets: starred, attributes: { Rack: 'A' } }] } } },
      'inventory.custom.Rack[0].targets.tags.App[1]',
    ],
  ])('is refused in the targets of %s, with the way that works', (_, input, field) => {
    expect(problemsOf(input)).toEqual([
      `${field}: received "web*"; allowed: a tag value of at most 256 characters, without *, which stands for nothing else ` +
        'here: name every value in the list, or put the instances into a group or under a tag of their own',
    ]);
  });

  it('is refused when it is the whole value, and in a key', () => {
    expect(problemsOf(inAssociation({ tags: { App: ['*'] } }))).toHaveLength(1);
    expect(problemsOf(inAssociation({ tags: { 'App*': ['web'] } }))).toEqual([
      'associations.named.x.targets.tags.App*: received "App*"; allowed: a tag key of 1 to 128 characters, without *',
    ]);
  });

  it('is refused in a rule of AWS Config', () => {
    const remediation = { rules: { requiredTags: starred } };
    expect(problemsOf({ remediation })).toEqual([
      expect.stringMatching(
        /^remediation\.rules\.requiredTags\.tags\.App\[1\]: received "web\*"; allowed: a tag value without/,
      ),
    ]);
  });

  it('stands for any text where Muster or IAM compares', () => {
    const input = {
      profiles: [{ name: 'web', tags: { App: 'web*' } }],
      excludeTags: [{ key: 'Team', value: 'lab-*' }],
      sessions: { access: { ops: { tags: { App: ['web*'] } } } },
    };
    expect(problemsOf(input)).toEqual([]);
  });
});
