import { describe, expect, it } from 'vitest';
import {
  missingActions,
  type PolicyStatement,
  readStatement,
  refusedAtEndpoint,
  type WrittenStatement,
} from '../../../../../lambdas/shared/domain/diagnosis/policy-statement.ts';

function allow(actions: string[], fields: Partial<PolicyStatement> = {}): PolicyStatement {
  return {
    effect: 'Allow',
    actions,
    isInverted: false,
    isUnconditional: true,
    coversAgents: true,
    ...fields,
  };
}
const deny = (actions: string[], fields: Partial<PolicyStatement> = {}) =>
  allow(actions, { effect: 'Deny', ...fields });

const register = 'ssm:UpdateInstanceInformation';
const channel = 'ssmmessages:OpenControlChannel';

it.each([
  ['nothing', [], [register, channel]],
  ['both by name', [allow([register, channel])], []],
  ['both by wildcards', [allow(['ssm:Update*', 'ssmmessages:*'])], []],
  ['everything', [allow(['*'])], []],
  ['names in another case', [allow(['SSM:updateinstanceinformation', 'ssmMessages:opencontrolchannel'])], []],
  ['a wildcard for one character', [allow(['ss?:UpdateInstanceInformation', channel])], []],
  ['a name that only begins alike', [allow(['ssm:UpdateInstance', channel])], [register]],
  ['a service that only begins alike', [allow(['ssm*'])], []],
  ['the old channel of commands', [allow(['ssm:*', 'ec2messages:*'])], []],
  ['no channel of commands', [allow(['ssm:*'])], [channel]],
  ['everything, with a denial', [allow(['*']), deny(['ssm:*'])], [register]],
  [
    'everything, with a denial of all else',
    [allow(['*']), deny([register], { isInverted: true })],
    [channel],
  ],
  [
    'everything, with a denial that has conditions',
    [allow(['*']), deny(['ssm:*'], { isUnconditional: false })],
    [],
  ],
  ['both, under conditions', [allow(['*'], { isUnconditional: false })], []],
  ['all but IAM', [allow(['iam:*'], { isInverted: true })], []],
  ['all but Systems Manager', [allow(['ssm:*'], { isInverted: true })], [register]],
  ['a dot, which is no wildcard', [allow(['ssm.UpdateInstanceInformation', channel])], [register]],
] as const)('a role that allows %s lacks %j', (_name, statements, missing) => {
  expect(missingActions(statements)).toEqual(missing);
});

it('a role with the least actions, as the documentation of kops gives them, lacks nothing', () => {
  const least: WrittenStatement = {
    Effect: 'Allow',
    Action: [
      'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    Resource: ['*'],
  };
  const buckets: WrittenStatement = {
    Effect: 'Allow',
    Action: ['s3:Get*'],
    Resource: ['arn:aws:s3:::state/*'],
  };
  expect(missingActions([least, buckets].map(readStatement))).toEqual([]);
});

describe('the policy of the endpoint of ssm', () => {
  const open: WrittenStatement = { Effect: 'Allow', Action: ['*'], Resource: ['*'], Principal: '*' };
  const refused = 'ssm:UpdateInstanceInformation';

  it.each<[string, Partial<WrittenStatement>[], string | undefined]>([
    ['allows everything', [{}], undefined],
    ['allows only Amazon S3', [{ Action: ['s3:*'] }], refused],
    ['allows everything on buckets alone', [{ Resource: ['arn:aws:s3:::b', 'arn:*:s3:::b/*'] }], refused],
    [
      'allows everything on managed instances',
      [{ Resource: ['arn:aws:ssm:*:*:managed-instance/*'] }],
      undefined,
    ],
    ['allows everything on some ARNs', [{ Resource: ['arn:aws:*'] }], undefined],
    ['allows everything on what a wildcard names', [{ Resource: ['arn:*:instance/*'] }], undefined],
    ['allows everything but buckets', [{ Resource: undefined, NotResource: ['arn:aws:s3:::b'] }], undefined],
    ['allows an account', [{ Principal: { AWS: '000000000000' } }], undefined],
    [
      'allows under conditions',
      [{ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
      undefined,
    ],
    ['denies everybody', [{}, { Effect: 'Deny', Action: ['ssm:*'], Principal: { AWS: ['*'] } }], refused],
    ['denies an account', [{}, { Effect: 'Deny', Action: ['ssm:*'], Principal: { AWS: '1' } }], undefined],
    [
      'denies all but an account',
      [{}, { Effect: 'Deny', Principal: undefined, NotPrincipal: {} }],
      undefined,
    ],
    ['denies buckets', [{}, { Effect: 'Deny', Resource: ['arn:aws:s3:::*'] }], undefined],
    ['says nothing', [], refused],
  ])('%s', (_name, statements, action) => {
    const read = statements.map((fields) => readStatement({ ...open, ...fields }));
    expect(refusedAtEndpoint(read, 'ssm')).toBe(action);
  });
});
