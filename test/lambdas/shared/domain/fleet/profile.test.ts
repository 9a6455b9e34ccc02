import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseProfile,
  findExclusion,
  type Profile,
  sharesOf,
} from '../../../../../lambdas/shared/domain/fleet/profile.ts';
import { agentDocuments, agentProfile } from '../../../builders.ts';

const profile = (name: string, tags: Profile['tags']): Profile => ({ name, tags, documents: {} });

/** True when a profile with this pattern matches this value. */
const isMatch = (value: string, pattern: string) =>
  chooseProfile([profile('p', { key: pattern })], { key: value }) !== undefined;

describe('chooseProfile', () => {
  it('takes the first profile that matches, even if a later one is more specific', () => {
    const list = [profile('any team', { team: '*' }), profile('blue', { team: 'blue' }), profile('rest', {})];
    expect(chooseProfile(list, { team: 'blue' })?.name).toBe('any team');
    expect(chooseProfile(list, {})?.name).toBe('rest');
  });

  it('requires every tag of a profile', () => {
    const list = [profile('both', { team: 'blue', stage: 'prod' })];
    expect(chooseProfile(list, { team: 'blue', stage: 'prod', Name: 'x' })?.name).toBe('both');
    expect(chooseProfile(list, { team: 'blue' })).toBeUndefined();
    expect(chooseProfile(list, { team: 'blue', stage: 'test' })).toBeUndefined();
  });

  it('finds none when none matches', () => {
    expect(chooseProfile([], { team: 'blue' })).toBeUndefined();
  });

  it.each([
    ['blue', 'blue', true],
    ['Blue', 'blue', false],
    ['blue-1', 'blue', false],
    ['', '', true],
    ['', '*', true],
    ['anything', '*', true],
    ['anything', '**', true],
    ['web-prod-1', 'web-*', true],
    ['my-web-1', 'web-*', false],
    ['web-prod-1', '*-1', true],
    ['web-prod-12', '*-1', false],
    ['web-prod-1', 'web-*-1', true],
    ['web-1', 'web-*-1', false],
    ['a', 'a*a', false],
    ['aa', 'a*a', true],
    ['a-b-c-b', 'a*b*b', true],
    ['a-b-c', 'a*c*b', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
  ])('compares the value %j with the pattern %j: %s', (value, pattern, expected) => {
    expect(isMatch(value, pattern)).toBe(expected);
  });

  it('matches exactly what the pattern means as a regular expression', () => {
    const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });
    fc.assert(
      fc.property(text('ab'), text('ab*'), (value, pattern) => {
        expect(isMatch(value, pattern)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(value));
      }),
      { numRuns: 500 },
    );
  });
});

describe('findExclusion', () => {
  const exclusions = [
    { key: 'muster', value: 'off' },
    { key: 'lab', value: 'x-*' },
  ];
  const find = (tags: Record<string, string>) => findExclusion(exclusions, tags);

  it('finds the exclusion that applies to an instance, by exact value or pattern', () => {
    expect(find({ muster: 'off' })).toBe(exclusions[0]);
    expect(find({ lab: 'x-7' })).toBe(exclusions[1]);
  });

  it('finds none for another value, another key, or no tag at all', () => {
    expect(find({ muster: 'on', lab: 'y' })).toBeUndefined();
    expect(find({ MUSTER: 'off' })).toBeUndefined();
    expect(find({})).toBeUndefined();
  });
});

describe('sharesOf', () => {
  const linux = { document: 'Muster-Linux', parameters: {} };
  const ofDocuments: Profile = { name: 'p', tags: {}, documents: { Linux: linux } };

  it('is the document of the platform, of no agent', () => {
    expect(sharesOf(ofDocuments, agentDocuments, 'Linux')).toEqual([{ choice: linux }]);
    expect(sharesOf(ofDocuments, agentDocuments, 'Windows')).toEqual([{ choice: undefined }]);
  });

  it('is each agent in the order of the profile, with its document for the platform, if it has one', () => {
    expect(sharesOf(agentProfile('datadog', 'falcon', 'toString'), agentDocuments, 'Windows')).toEqual([
      { agent: 'datadog', choice: undefined },
      { agent: 'falcon', choice: { document: 'Muster-Falcon-Windows', parameters: {} } },
      { agent: 'toString', choice: undefined },
    ]);
  });

  it.each([ofDocuments, agentProfile('falcon')])(
    'is nothing for FreeBSD, whose agent calls itself Linux',
    (one) => {
      expect(sharesOf(one, agentDocuments, 'FreeBSD').map(({ choice }) => choice)).toEqual([undefined]);
    },
  );
});
