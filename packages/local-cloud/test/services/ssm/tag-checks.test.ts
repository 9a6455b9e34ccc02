import { describe, expect, it } from 'vitest';
import { Validation } from '../../../src/core/validation.ts';
import { checkTagKeys, checkTags } from '../../../src/services/ssm/tag-checks.ts';
import { PretendWorld } from '../ec2/pretend-world.ts';

describe('tags of Systems Manager', () => {
  it('may have letters of any script, spaces and the signs of AWS', () => {
    const tags = [
      { Key: 'Kostenstelle ü/日本:_.=+-@', Value: '' },
      { Key: '__proto__', Value: 'x' },
    ];
    expect(() => checkTags(new Validation(), tags).done()).not.toThrow();
  });

  it.each(['', 'a!', 'x'.repeat(129)])('refuses the key "%s"', (key) => {
    expect(() => checkTags(new Validation(), [{ Key: key, Value: '' }]).done()).toThrow('tags.1.member.key');
    expect(() => checkTagKeys(new Validation(), ['ok', key]).done()).toThrow('tagKeys.2.member');
  });

  it.each(['<', 'x'.repeat(257)])('refuses the value "%s"', (value) => {
    expect(() => checkTags(new Validation(), [{ Key: 'k', Value: value }]).done()).toThrow(
      'tags.1.member.value',
    );
  });

  it('refuses more than 1,000 in a request', () => {
    const tags = Array.from({ length: 1_001 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect(() => checkTags(new Validation(), tags).done()).toThrow('with 1001 entries');
  });

  it('refuses them in every call that takes them, before the resource is looked for', () => {
    const world = new PretendWorld();
    const Tags = [{ Key: '!', Value: '' }];
    const parameter = { Name: 'p', Type: 'String', Value: 'x', Tags };
    const missing = { ResourceType: 'Parameter', ResourceId: 'none', Tags, TagKeys: ['!'] };
    for (const [call, input] of [
      ['PutParameter', parameter],
      ['AddTagsToResource', missing],
      ['RemoveTagsFromResource', missing],
    ] as const)
      expect(world.refusal(world.ssm, call, input).code, call).toBe('ValidationException');
  });
});
