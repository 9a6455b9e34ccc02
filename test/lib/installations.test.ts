import { describe, expect, it } from 'vitest';
import { ownerParameter } from '../../lib/capabilities/onboarding/onboarding-stack.ts';
import { type MusterConfig, readConfig } from '../../lib/configuration/config.ts';
import { findSharedInstances, knowEachOther } from '../../lib/installations.ts';
import { accountId, otherAccountId } from '../accounts.ts';
import { synthesizeOnboarding } from './synthesize.ts';

const place = { account: accountId, region: 'cn-north-1' };
type Settings = Pick<MusterConfig, 'profiles' | 'excludeTags'>;
const chosenBy = (...all: Record<string, string>[]): Settings => ({
  profiles: all.map((tags, index) => ({ name: `p${index}`, tags })),
});
const excluding = (key: string, value?: string): Settings => ({
  excludeTags: [value === undefined ? { key } : { key, value }],
});

function deploy(one: Settings, other: Settings, otherPlace = place) {
  const names = { prefix: 'Other', parameterPath: '/other' };
  return readConfig({
    environments: [
      { name: 'one', ...place, overrides: one },
      { name: 'two', ...otherPlace, overrides: { names, ...other } },
    ],
  });
}
const sharedBy = (...args: Parameters<typeof deploy>) => findSharedInstances(deploy(...args));

describe('two installations of one account and region', () => {
  it.each<[string, Settings, Settings]>([
    ['both choose every instance', {}, {}],
    ['one chooses every instance, and the other some', {}, chosenBy({ team: 'two' })],
    ['they choose by different tags', chosenBy({ team: 'one' }), chosenBy({ env: 'prod' })],
    ['their patterns overlap', chosenBy({ team: 'a*c' }), chosenBy({ team: '*bc' })],
    [
      'one pair of several overlaps',
      chosenBy({ team: 'a' }, { team: 'b' }),
      chosenBy({ team: 'c' }, { team: 'b' }),
    ],
    ['one excludes only a part', excluding('team', 'two-*'), chosenBy({ team: 'two*' })],
    ['one excludes by a tag that the other does not choose by', excluding('team'), chosenBy({ env: 'prod' })],
    [
      'a tag is called like a member of every object',
      chosenBy({ constructor: 'x' }),
      chosenBy({ team: 'two' }),
    ],
  ])('are refused when %s', (_name, one, other) => {
    expect(sharedBy(one, other)).toHaveLength(1);
    expect(sharedBy(other, one)).toHaveLength(1);
  });

  it.each<[string, Settings, Settings]>([
    ['a tag of both has different values', chosenBy({ env: 'prod' }), chosenBy({ env: 'dev', team: 'x' })],
    ['their patterns exclude each other', chosenBy({ env: 'prod-*' }), chosenBy({ env: 'dev-*' })],
    ['one excludes what the other chooses', excluding('team', 'two'), chosenBy({ team: 'two' })],
    ['one excludes by a pattern what the other chooses', excluding('team', 't*o'), chosenBy({ team: 'two' })],
    ['one excludes by the key', excluding('team'), chosenBy({ team: 'two' }, { team: 'three*', env: 'x' })],
    ['both have the same pattern', excluding('team', 'two*'), chosenBy({ team: 'two*' })],
  ])('are taken when %s', (_name, one, other) => {
    expect(sharedBy(one, other)).toEqual([]);
    expect(sharedBy(other, one)).toEqual([]);
  });

  it('are refused with the first pair of profiles, and what to do', () => {
    expect(sharedBy(chosenBy({ a: '1' }), chosenBy({ a: '2' }, { b: '1' }))).toEqual([
      'environments one and two: received the profiles "p0" and "p1", which may both choose one instance of the same account ' +
        'and region; allowed: profiles with a tag of different values, or excludeTags of one environment that leave out what ' +
        'the other chooses',
    ]);
  });
});

it('installations of two regions or accounts share no instance', () => {
  expect(sharedBy({}, {}, { ...place, region: 'us-gov-west-1' })).toEqual([]);
  expect(sharedBy({}, {}, { ...place, account: otherAccountId })).toEqual([]);
});

it('the second of a place knows the first, and only the first claims the place', () => {
  const others = knowEachOther(deploy({}, {})).map(({ settings }) => settings.otherInstallations);
  expect(others).toEqual([[], ['Muster']]);
  const parametersOf = (otherInstallations: string[]) =>
    Object.values(synthesizeOnboarding({ otherInstallations }).findResources('AWS::SSM::Parameter'))
      .map(({ Properties }) => [Properties.Name, Properties.Value])
      .filter(([name]) => name === ownerParameter);
  expect(parametersOf([])).toEqual([[ownerParameter, 'Muster']]);
  expect(parametersOf(['Fleet'])).toEqual([]);
});
