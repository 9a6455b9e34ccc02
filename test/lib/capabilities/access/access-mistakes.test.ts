import { describe, expect, it } from 'vitest';
import { findAccessMistakes } from '../../../../lib/capabilities/access/access-mistakes.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesize, synthesizeStack } from '../../synthesize.ts';

const keysOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `organisation:tag-${100 + index}`);
const accessOf = (count: number, exceptRoles: string[] = []) => ({
  access: { protectedTags: { keys: keysOf(count), exceptRoles } },
});
/** The longest policy that is accepted, with one more tag key at a time. */
const countMax = 74;

describe('the policy that protects tags', () => {
  it('takes as many keys as fit into a managed policy', () => {
    expect(problemsOf(accessOf(countMax), findAccessMistakes)).toEqual([]);
    const policies = synthesizeStack('MusterAccess', accessOf(countMax), 'us-gov-west-1').findResources(
      'AWS::IAM::ManagedPolicy',
    );
    const [policy] = Object.values(policies);
    const { length } = JSON.stringify(policy?.['Properties'].PolicyDocument);
    expect([length <= 6144, length > 6000]).toEqual([true, true]);
  });

  it('refuses more, and counts those of other sections and the excepted roles too', () => {
    const problem = (keys: number, roles: number) =>
      expect.stringMatching(
        new RegExp(
          `^access\\.protectedTags: received ${keys} tag keys of the whole configuration and ${roles} exceptRoles, ` +
            'a policy of 6\\d{3} characters; allowed: 6144, the limit of IAM$',
        ),
      );
    const inAll = countMax + ['PatchGroup', 'Patch Group', 'muster:exclude'].length;
    expect(problemsOf(accessOf(countMax + 2), findAccessMistakes)).toEqual([problem(inAll + 2, 0)]);
    expect(problemsOf(accessOf(countMax, ['platform-*', 'pipeline-*']), findAccessMistakes)).toEqual([
      problem(inAll, 2),
    ]);
    const groups = {
      shop: { tags: { [keysOf(countMax + 1)[countMax] ?? '']: ['x'], 'organisation:tag-of-a-group': ['x'] } },
    };
    expect(problemsOf({ ...accessOf(countMax), groups }, findAccessMistakes)).toEqual([
      problem(inAll + 2, 0),
    ]);
    expect(() => synthesize(accessOf(countMax + 2))).toThrow(/the limit of IAM/);
  });

  it('is not checked when there is none', () => {
    expect(problemsOf({ groups: { shop: { tags: { App: ['x'] } } } }, findAccessMistakes)).toEqual([]);
  });
});
