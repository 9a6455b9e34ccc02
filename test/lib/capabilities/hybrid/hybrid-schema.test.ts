import { describe, expect, it } from 'vitest';
import { hybrid } from '../../../../lib/capabilities/hybrid/hybrid-schema.ts';
import { problemsOf } from '../../configuration/config-problems.ts';

const problems = (activation: object, name = 'office') =>
  problemsOf({ hybrid: { activations: { [name]: activation } } });

describe('an activation', () => {
  it('registers one machine in a day, without tags, unless it says otherwise', () => {
    expect(hybrid.parse({ activations: { office: {} } })).toEqual({
      roles: [],
      activations: { office: { limit: 1, expiresAfterHours: 24, tags: {} } },
    });
  });

  it.each<[what: string, activation: object, problem: RegExp]>([
    ['too many machines', { limit: 1001 }, /office\.limit: received 1001; allowed: .* from 1 to 1000$/],
    ['no machine', { limit: 0 }, /office\.limit: received 0/],
    ['more than 30 days', { expiresAfterHours: 721 }, /expiresAfterHours: received 721; .* from 1 to 720$/],
    ['a tag of AWS', { tags: { 'aws:x': 'y' } }, /tags.*allowed: a tag key/],
    ['a value that the API refuses', { tags: { a: 'x*' } }, /tags\.a: .*allowed: a tag value/],
    ['a name that the API refuses', { nodeName: '<b>' }, /nodeName: .*allowed: a name/],
    ['an unknown field', { days: 3 }, /days/],
  ])('refuses %s', (_what, activation, problem) => {
    expect(problems(activation).join('\n')).toMatch(problem);
  });

  it('has a name that a parameter can have', () => {
    expect(problems({}, 'Branch Office').join('\n')).toMatch(/allowed: a name of at most 63 small letters/);
  });
});

it('refuses the path of a role: activations name it without one', () => {
  expect(problemsOf({ hybrid: { roles: ['service-role/nodes'] } }).join('\n')).toMatch(
    /^hybrid\.roles.*allowed: the name of a role, without its path$/,
  );
});
