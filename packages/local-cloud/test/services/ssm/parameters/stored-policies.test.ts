import { describe, expect, it } from 'vitest';
import { list, PretendWorld, START_MS } from '../../ec2/pretend-world.ts';

const dayMs = 24 * 60 * 60 * 1000;
const expiresAfter = (days: number) => ({
  ...{ Type: 'Expiration', Version: '1.0' },
  Attributes: { Timestamp: new Date(START_MS + days * dayMs).toISOString() },
});
const warnsBefore = (Before: string) => ({
  ...{ Type: 'ExpirationNotification', Version: '1.0' },
  Attributes: { Before, Unit: 'Days' },
});
const unchangedAfter = (After: string) => ({
  ...{ Type: 'NoChangeNotification', Version: '1.0' },
  Attributes: { After, Unit: 'Days' },
});

function worldOf() {
  const world = new PretendWorld();
  const input = (policies: unknown, more: object) => ({
    ...{ Name: '/a', Type: 'String', Value: 'v', Tier: 'Advanced' },
    ...(policies === undefined ? {} : { Policies: JSON.stringify(policies) }),
    ...more,
  });
  return {
    world,
    put: (policies?: unknown, more: object = {}) =>
      world.call(world.ssm, 'PutParameter', input(policies, more)),
    refusal: (policies: unknown, more: object = {}) =>
      world.refusal(world.ssm, 'PutParameter', input(policies, more)),
    shown: () => list(world.call(world.ssm, 'DescribeParameters', {}), 'Parameters'),
    acted: () => world.eventsOf('Parameter Store Policy Action').map((detail) => detail['policy-type']),
  };
}

describe('policies of a parameter', () => {
  it('are shown as they were put, and stay until others are put', () => {
    const { put, shown } = worldOf();
    const policy = expiresAfter(30);
    put([policy]);
    put(undefined, { Overwrite: true });
    const text = JSON.stringify(policy);
    expect(shown()[0]?.['Policies']).toEqual([
      { PolicyType: 'Expiration', PolicyText: text, PolicyStatus: 'Pending' },
    ]);
    put([{}], { Overwrite: true });
    expect(shown()[0]?.['Policies']).toEqual([]);
  });

  it('warn before the expiration, and then delete the parameter', () => {
    const { world, put, shown, acted } = worldOf();
    put([expiresAfter(30), warnsBefore('10')]);
    world.pass(20 * 86_400);
    expect([acted(), shown()]).toMatchObject([['ExpirationNotification'], [{ Name: '/a' }]]);
    world.pass(10 * 86_400);
    expect([acted(), shown()]).toEqual([['ExpirationNotification', 'Expiration'], []]);
  });

  it('count from the last change, and the expiration does not', () => {
    const { world, put, acted } = worldOf();
    put([unchangedAfter('3'), expiresAfter(6)]);
    world.pass(2 * 86_400);
    put(undefined, { Overwrite: true, Value: 'w' });
    world.pass(2 * 86_400);
    expect(acted()).toEqual([]);
    world.pass(2 * 86_400);
    expect(acted()).toEqual(['NoChangeNotification', 'Expiration']);
  });

  it('make a parameter of Intelligent-Tiering an advanced one', () => {
    const { put, shown } = worldOf();
    put([unchangedAfter('3')], { Tier: 'Intelligent-Tiering' });
    expect(shown()[0]?.['Tier']).toBe('Advanced');
  });

  it.each([
    ['ValidationException', [expiresAfter(1)], { Tier: 'Standard' }],
    ['ValidationException', 'x', {}],
    ['InvalidPolicyTypeException', [{ Type: 'Rotation' }], {}],
    ['InvalidPolicyAttributeException', [{ Type: 'Expiration', Version: '1.0' }], {}],
    ['InvalidPolicyAttributeException', [{ ...expiresAfter(1), Version: '2.0' }], {}],
    ['InvalidPolicyAttributeException', [{ ...expiresAfter(1), Attributes: { Timestamp: '2027' } }], {}],
    ['InvalidPolicyAttributeException', [unchangedAfter('0')], {}],
    ['IncompatiblePolicyException', [expiresAfter(1), expiresAfter(2)], {}],
    ['PoliciesLimitExceededException', Array(11).fill(unchangedAfter('3')), {}],
  ])('are refused by %s: %j', (code, policies, more) => {
    expect(worldOf().refusal(policies, more)).toMatchObject({ code });
  });
});
