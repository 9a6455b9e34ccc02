import type { OperationRequests } from './requests.ts';
import type { World } from './world.ts';

let count = 0;

/** A new parameter with two versions, of which the first has a label. */
function makeParameter({ ask }: World, more: object = {}): string {
  const Name = `/made/p${++count}`;
  ask('ssm', 'PutParameter', { Name, Type: 'String', Value: 'one', ...more });
  ask('ssm', 'LabelParameterVersion', { Name, Labels: ['live'] });
  ask('ssm', 'PutParameter', { Name, Value: 'two', Overwrite: true });
  return Name;
}

/** A SecureString whose key waits for its deletion. */
function withoutKey(world: World): string {
  const keyId = world.cloud.kms.declareKey();
  const Name = `/made/p${++count}`;
  world.ask('ssm', 'PutParameter', { Name, Type: 'SecureString', Value: 'secret', KeyId: keyId });
  world.cloud.kms.removeKey(keyId);
  return Name;
}

const of = (more: object) => (world: World) => ({ Name: makeParameter(world), ...more });
const missing = { ParameterNotFound: { Name: '/none' } };
const put = (more: object) => ({ Name: `/put/${++count}`, Type: 'String', Value: 'x', ...more });
const badFilters = {
  InvalidFilterKey: { ParameterFilters: [1, 2].map(() => ({ Key: 'Type', Values: ['String'] })) },
  InvalidFilterOption: { ParameterFilters: [{ Key: 'Type', Values: ['Nothing'] }] },
  InvalidFilterValue: { ParameterFilters: [{ Key: 'Type' }] },
  InvalidNextToken: { NextToken: 'x' },
};
const below = (refusals: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(refusals).map(([code, input]) => [code, { Path: '/', ...input }]));

const unchanged = { Type: 'NoChangeNotification', Version: '1.0', Attributes: { After: '3', Unit: 'Days' } };
const expiration = { ...unchanged, Type: 'Expiration', Attributes: { Timestamp: '2099-01-01T00:00:00Z' } };
/** Puts a parameter with these policies. */
const putWith = (...policies: object[]) => put({ Tier: 'Advanced', Policies: JSON.stringify(policies) });

/** The requests to Systems Manager about parameters. */
export const requestsOfParameters: Readonly<Record<string, OperationRequests>> = {
  DeleteParameter: { answers: [of({})], refusals: missing },
  DeleteParameters: {
    answers: [(world) => ({ Names: [makeParameter(world), '/none', '__proto__'] })],
    refusals: { ValidationException: { Names: [] } },
  },
  DescribeParameters: {
    answers: [
      { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/made'] }], MaxResults: 1 },
      { ParameterFilters: [{ Key: 'tag:toString', Option: 'Equals', Values: ['x'] }] },
    ],
    refusals: badFilters,
  },
  GetParameter: {
    answers: [of({ WithDecryption: true }), (world) => ({ Name: `${makeParameter(world)}:live` })],
    refusals: {
      ...missing,
      ParameterVersionNotFound: (world) => ({ Name: `${makeParameter(world)}:7` }),
      InvalidKeyId: (world) => ({ Name: withoutKey(world), WithDecryption: true }),
    },
  },
  GetParameters: {
    answers: [(world) => ({ Names: [makeParameter(world), '__proto__'], WithDecryption: true })],
    refusals: { InvalidKeyId: (world) => ({ Names: [withoutKey(world)], WithDecryption: true }) },
  },
  GetParametersByPath: {
    answers: [
      { Path: '/made', Recursive: true, MaxResults: 1 },
      { Path: '/made', ParameterFilters: [{ Key: 'Type', Option: 'Equals', Values: ['String'] }] },
    ],
    refusals: {
      ...below(badFilters),
      InvalidKeyId: (world) => {
        const name = withoutKey(world).replace('/made/', '');
        const Name = `/gone/${name}`;
        const keyId = world.cloud.kms.declareKey();
        world.ask('ssm', 'PutParameter', { Name, Type: 'SecureString', Value: 'x', KeyId: keyId });
        world.cloud.kms.removeKey(keyId);
        return { Path: '/gone', WithDecryption: true };
      },
    },
  },
  GetParameterHistory: {
    answers: [of({ WithDecryption: true, MaxResults: 1 }), of({})],
    refusals: {
      ...missing,
      InvalidNextToken: of({ NextToken: 'x' }),
      InvalidKeyId: (world) => ({ Name: withoutKey(world), WithDecryption: true }),
    },
  },
  LabelParameterVersion: {
    answers: [of({ Labels: ['next', 'aws-not'], ParameterVersion: 2 })],
    refusals: {
      ParameterNotFound: { Name: '/none', Labels: ['x'] },
      ParameterVersionNotFound: of({ Labels: ['x'], ParameterVersion: 7 }),
      ParameterVersionLabelLimitExceeded: (world) => {
        const Name = makeParameter(world);
        const Labels = Array.from({ length: 10 }, (_, index) => `label-${index}`);
        world.ask('ssm', 'LabelParameterVersion', { Name, Labels });
        return { Name, Labels: ['one-more'] };
      },
    },
  },
  PutParameter: {
    answers: [
      put({
        Description: 'd',
        Type: 'SecureString',
        KeyId: 'alias/aws/ssm',
        Overwrite: false,
        AllowedPattern: 'x+',
        Tier: 'Advanced',
        DataType: 'text',
        Tags: [{ Key: '__proto__', Value: 'x' }],
      }),
      putWith(unchanged),
    ],
    refusals: {
      HierarchyLevelLimitExceededException: put({ Name: '/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16' }),
      HierarchyTypeMismatchException: of({ Type: 'StringList', Value: 'x', Overwrite: true }),
      InvalidAllowedPatternException: put({ AllowedPattern: '(' }),
      InvalidKeyId: put({ Type: 'SecureString', KeyId: 'none' }),
      IncompatiblePolicyException: putWith(expiration, expiration),
      InvalidPolicyAttributeException: putWith({ ...unchanged, Version: '2.0' }),
      InvalidPolicyTypeException: putWith({ ...unchanged, Type: 'Rotation' }),
      PoliciesLimitExceededException: putWith(...Array.from({ length: 11 }, () => unchanged)),
      ParameterAlreadyExists: of({ Type: 'String', Value: 'x' }),
      ParameterPatternMismatchException: put({ AllowedPattern: 'y' }),
      ParameterMaxVersionLimitExceeded: (world) => {
        const Name = makeParameter(world);
        for (let version = 3; version <= 100; version++)
          world.ask('ssm', 'PutParameter', { Name, Value: 'x', Overwrite: true });
        return { Name, Value: 'x', Overwrite: true };
      },
    },
  },
};
