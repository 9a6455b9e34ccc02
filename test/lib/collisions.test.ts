import { describe, expect, it } from 'vitest';
import { ConfigurationError, type MusterConfig } from '../../lib/configuration/config.ts';
import { accountId } from '../accounts.ts';
import { groupsExample } from './capabilities/groups/example.ts';
import { everything } from './everything.ts';
import { withApp } from './synthesize.ts';

const place = { account: accountId, region: 'eu-central-1' };
type Overrides = NonNullable<NonNullable<MusterConfig['environments']>[number]['overrides']>;

/** The collisions of two installations in one account and region. */
function collisionsOf(overrides: Overrides, common: MusterConfig = {}): readonly string[] {
  const environments = [
    { name: 'one', ...place, overrides: { excludeTags: [{ key: 'team', value: 'two' }] } },
    {
      name: 'two',
      ...place,
      overrides: {
        names: { prefix: 'Other' },
        profiles: [{ name: 'two', tags: { team: 'two' } }],
        ...overrides,
      },
    },
  ];
  try {
    return withApp({ ...common, environments }, () => []);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const apart = { names: { prefix: 'Other', parameterPath: '/other' } };

describe('two installations in one account and region', () => {
  it('stand side by side with another prefix and another path of parameters', () => {
    expect(collisionsOf(apart)).toEqual([]);
  });

  it('are refused when they would give one name twice, each with both stacks', () => {
    const collisions = collisionsOf({});
    expect(collisions).toContain(
      'OtherOnboarding-two: received AWS::SSM::Parameter "/muster/instance-access/policy-arn", which is of ' +
        'MusterOnboarding-one in the same account and region; allowed: in one of the two (names.prefix, ' +
        'names.parameterPath, or the section of one environment)',
    );
    expect(collisions).toHaveLength(19);
  });

  it('are refused with the same prefix, as the same environment twice', () => {
    expect(collisionsOf({ names: { parameterPath: '/other' } })).toEqual([
      `environments[1]: received "${accountId} eu-central-1"; allowed: another one, environments[0] has it`,
    ]);
  });

  it.each([
    ['MusterSessions-one', 'the preferences of Session Manager', { sessions: {} }],
    [
      'MusterAutoScaling-one',
      'the launches of the Auto Scaling group "web"',
      { autoScaling: { groups: { web: { otherwise: 'CONTINUE' } } } },
    ],
    ['MusterPatching-one', 'the patch group "web" of UBUNTU', { patching: { patchGroups: { web: {} } } }],
    [
      'MusterPatching-one',
      'the default baseline of WINDOWS',
      { patching: { patchGroups: { web: { isDefault: true } } } },
    ],
    ['MusterAccess-one', 'Default Host Management', { access: { defaultHostManagement: {} } }],
    ['MusterAccess-one', 'the block of public documents', { access: { blockPublicDocuments: true } }],
    [
      'MusterParameters-one',
      'the secret "/retail/shop/prod/password"',
      { parameters: { tree: { retail: { shop: { prod: { password: { secret: true } } } } } } },
    ],
    [
      'MusterParameters-one',
      'AWS::SSM::Parameter "/retail/shop/prod/host"',
      { parameters: { tree: { retail: { shop: { prod: { host: 'x' } } } } } },
    ],
  ] satisfies [string, string, MusterConfig][])('are refused when %s has %s too', (stack, what, section) => {
    const collisions = collisionsOf(apart, section);
    expect(
      collisions.filter((line) => line.includes(`received ${what}, which is of ${stack} `)),
    ).toHaveLength(1);
  });

  it('do not collide with everything on, where the sections that are once in an account are in one of them', () => {
    const { inventory: _, parameters: __, ...rest } = everything;
    const off = {
      ...{ sessions: null, access: null, patching: null, associations: null, remediation: null },
      autoScaling: null,
    };
    expect(collisionsOf({ ...apart, ...off }, { ...rest, groups: groupsExample })).toEqual([]);
  });
});

it('the same names in two regions or accounts are no collision', () => {
  const environments = [
    { name: 'one', ...place },
    { name: 'two', ...place, region: 'eu-west-1' },
  ];
  expect(withApp({ environments, sessions: {} }, (app) => app.node.children.length)).toBeGreaterThan(3);
});
