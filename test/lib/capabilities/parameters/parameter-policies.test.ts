import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../configuration/config-problems.ts';
import { synthesizeStack } from '../../synthesize.ts';

const at = 'parameters.tree.retail.shop.prod';
/** The mistakes in one parameter, `x`, without its place. */
const wrongIn = (parameter: unknown) =>
  problemsOf({ parameters: { tree: { retail: { shop: { prod: { x: parameter } } } } } }).map((problem) =>
    problem.replace(`${at}.x`, 'x'),
  );
const expires = { Type: 'Expiration', Attributes: { Timestamp: '2027-01-31T22:00:00.000Z' } };
const warns = { Type: 'ExpirationNotification', Attributes: { Before: '15', Unit: 'Days' } };
const unchanged = { Type: 'NoChangeNotification', Attributes: { After: '20', Unit: 'Hours' } };

describe('the policies of a parameter', () => {
  it.each([
    { secret: true, tier: 'Intelligent-Tiering', policies: [unchanged] },
    { value: 'v', tier: 'Advanced', policies: [expires, warns, warns, unchanged] },
    { value: 'v', tier: 'Advanced', policies: [{ ...expires, Version: '1.0' }] },
    {
      value: 'v',
      tier: 'Advanced',
      policies: [{ ...expires, Attributes: { Timestamp: '2027-01-31T22:00:00+10:30' } }],
    },
  ])('may be %j', (parameter) => {
    expect(wrongIn(parameter)).toEqual([]);
  });

  it.each([
    [
      { value: 'v', policies: [expires] },
      'x.policies: received [{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2027-01-31T2...; allowed: nothing in the tier Standard: policies need Advanced or Intelligent-Tiering',
    ],
    ...[
      [[{ Type: 'Expiration' }], '[0].Attributes: received nothing; allowed: an object { Timestamp }'],
      [
        [{ Type: 'Expiration', Attributes: { Timestamp: '31.1.2027' } }],
        '[0].Attributes.Timestamp: received "31.1.2027"; allowed: a moment such as 2027-01-31T22:00:00.000Z',
      ],
      [
        [{ Type: 'Expiration', Attributes: { Timestamp: '2027-02-31T25:00:00Z' } }],
        '[0].Attributes.Timestamp: received "2027-02-31T25:00:00Z"; allowed: a moment such as 2027-01-31T22:00:00.000Z',
      ],
      [
        [{ ...unchanged, Attributes: { After: 20, Unit: 'Hours' } }],
        "[0].Attributes.After: received 20; allowed: a number of days or hours as a text, such as '15'",
      ],
      [
        [{ ...unchanged, Attributes: { After: '20', Unit: 'Weeks' } }],
        '[0].Attributes.Unit: received "Weeks"; allowed: Days or Hours',
      ],
      [
        [{ Type: 'Rotation' }],
        '[0].Type: received {"Type":"Rotation"}; allowed: a policy { Type: Expiration | ExpirationNotification | NoChangeNotification, Attributes }',
      ],
      [[], ': received []; allowed: at least one policy'],
    ].map(([policies, line]): [object, string] => [
      { value: 'v', tier: 'Advanced', policies },
      `x.policies${String(line)}`,
    ]),
  ])('are refused: %j', (parameter, problem) => {
    expect(wrongIn(parameter)).toEqual([problem]);
  });
});

it('are in the template, as PutParameter takes them', () => {
  const unchanged = { Type: 'NoChangeNotification', Attributes: { After: '20', Unit: 'Days' } } as const;
  const template = synthesizeStack('MusterParameters', {
    parameters: { tree: { a: { b: { c: { k: { value: 'x', tier: 'Advanced', policies: [unchanged] } } } } } },
  });
  template.hasResourceProperties('AWS::SSM::Parameter', {
    Name: '/a/b/c/k',
    Policies: '[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}]',
  });
});
