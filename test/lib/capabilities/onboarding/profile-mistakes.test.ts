import { describe, expect, it } from 'vitest';
import { findProfileMistakes } from '../../../../lib/capabilities/onboarding/profile-mistakes.ts';
import { environment, problemsOf, profile, withEnvironment } from '../../configuration/config-problems.ts';

const profileProblems = (input: object) => problemsOf(input, findProfileMistakes);

describe('profiles', () => {
  it('refuses two profiles of one name', () => {
    const tagged = { ...profile, tags: { a: '1' } };
    expect(profileProblems({ profiles: [tagged, tagged, profile] })).toEqual([
      'profiles[1].name: received "all"; allowed: another one, profiles[0].name has it',
      'profiles[2].name: received "all"; allowed: another one, profiles[0].name has it',
    ]);
  });

  it('refuses a profile that is never reached', () => {
    const profiles = [profile, { ...profile, name: 'late', tags: { a: '1' } }];
    const allowed = 'received "late" after "all", which matches every instance; allowed: a place before it';
    expect(profileProblems({ profiles })).toEqual([`profiles[1]: ${allowed}`]);
    expect(profileProblems(withEnvironment({ overrides: { profiles } }))).toEqual([
      `environments[0].overrides.profiles[1]: ${allowed}`,
    ]);
  });

  it('are checked beside malformed ones and malformed environments, by their places in the whole list', () => {
    const late = { ...profile, name: 'late', tags: { a: '1' } };
    const input = {
      profiles: [{ name: 'Wrong' }, profile, late],
      environments: [
        environment,
        { name: 'b' },
        { ...environment, overrides: { profiles: [3, profile, late] } },
      ],
    };
    const problems = profileProblems(input).map((problem) => problem.split(': ')[0]);
    expect(problems.slice(-4)).toEqual([
      'environments[2]',
      'environments[2].name',
      'profiles[2]',
      'environments[2].overrides.profiles[2]',
    ]);
  });
});
