import { describe, expect, it } from 'vitest';
import { arnOf, decide, deploy, keyArn, ofType, place, policyFor } from './deployed.ts';

const resources = deploy({
  retail: {
    shop: {
      prod: {
        host: 'x',
        'db/password': { secret: true },
        payment: { secretsManager: 'shop/payment:AWSPREVIOUS' },
        image: { value: 'ami-12345678', dataType: 'aws:ec2:image' },
      },
      production: { host: 'x' },
    },
  },
});
const reader = policyFor(resources, '/retail/shop/prod/read');
const writer = policyFor(resources, '/retail/shop/prod/write');
const ownKey = keyArn(ofType(resources, 'AWS::KMS::Key')[0]?.id ?? '');
const foreignKey = keyArn('aws-ssm');

/** How Parameter Store uses a key for a parameter. */
const through = (name: string, service = 'ssm') => ({
  'kms:ViaService': `${service}.${place.region}.amazonaws.com`,
  'kms:EncryptionContext:PARAMETER_ARN': arnOf(name),
});

describe('the reader of a path', () => {
  it.each(['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParameterHistory'])(
    'may call %s for everything below it, on every level',
    (action) => {
      expect(decide(reader, action, arnOf('/retail/shop/prod/host'))).toBe('allow');
      expect(decide(reader, action, arnOf('/retail/shop/prod/db/password'))).toBe('allow');
    },
  );

  it.each(['true', 'false'])('may list the path, recursively: %s', (isRecursive) => {
    const conditions = { 'ssm:Recursive': isRecursive };
    for (const path of ['/retail/shop/prod', '/retail/shop/prod/', '/retail/shop/prod/db'])
      expect(decide(reader, 'ssm:GetParametersByPath', arnOf(path), conditions)).toBe('allow');
  });

  it.each(['/retail/shop', '/retail/shop/', '/retail', '/', '/retail/shop/production', '/retail/shop/prod2'])(
    'may not list %s: a recursive list from above, or of a neighbour, would show more',
    (path) => {
      expect(decide(reader, 'ssm:GetParametersByPath', arnOf(path))).toBe('implicit-deny');
      expect(decide(reader, 'ssm:GetParameter', arnOf(`${path}x`))).toBe('implicit-deny');
    },
  );

  it('may decrypt the values of the path with any key, but only through Parameter Store', () => {
    for (const key of [ownKey, foreignKey])
      expect(decide(reader, 'kms:Decrypt', key, through('/retail/shop/prod/db/password'))).toBe('allow');
    for (const conditions of [
      {},
      through('/retail/shop/production/db/password'),
      through('/retail/shop/prod'),
      through('/retail/shop/prod/db/password', 'secretsmanager'),
      { 'kms:EncryptionContext:PARAMETER_ARN': arnOf('/retail/shop/prod/db/password') },
    ])
      expect(decide(reader, 'kms:Decrypt', ownKey, conditions)).toBe('implicit-deny');
  });

  it('may read the secrets that the path refers to, and no others', () => {
    const secret = (name: string) =>
      `arn:aws:secretsmanager:${place.region}:${place.accountId}:secret:${name}`;
    const get = 'secretsmanager:GetSecretValue';
    expect(decide(reader, get, secret('shop/payment-a1B2c3'))).toBe('allow');
    expect(decide(reader, get, secret('shop/payment-admin-a1B2c3'))).toBe('implicit-deny');
    expect(decide(reader, 'ssm:GetParameter', arnOf('/aws/reference/secretsmanager/shop/payment'))).toBe(
      'allow',
    );
    expect(decide(reader, 'ssm:GetParameter', arnOf('/aws/reference/secretsmanager/other'))).toBe(
      'implicit-deny',
    );
  });

  it('writes nothing', () => {
    for (const action of ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:LabelParameterVersion'])
      expect(decide(reader, action, arnOf('/retail/shop/prod/host'))).toBe('implicit-deny');
    expect(decide(reader, 'kms:Encrypt', ownKey, through('/retail/shop/prod/host'))).toBe('implicit-deny');
  });
});

describe('the writer of a path', () => {
  it.each(['ssm:PutParameter', 'ssm:LabelParameterVersion', 'ssm:UnlabelParameterVersion'])(
    'may call %s below the path only',
    (action) => {
      expect(decide(writer, action, arnOf('/retail/shop/prod/db/password'))).toBe('allow');
      for (const name of ['/retail/shop/production/host', '/retail/shop/x', '/retail/shop/prod'])
        expect(decide(writer, action, arnOf(name))).toBe('implicit-deny');
    },
  );

  it.each(['kms:Encrypt', 'kms:GenerateDataKey'])('may %s with the key of the application', (action) => {
    const conditions = through('/retail/shop/prod/db/password');
    expect(decide(writer, action, ownKey, conditions)).toBe('allow');
    expect(decide(writer, action, ownKey, through('/retail/shop/production/x'))).toBe('implicit-deny');
    expect(decide(writer, action, ownKey)).toBe('implicit-deny');
  });

  it('is denied every other key, although the policy of aws/ssm allows everybody: a forgotten --key-id fails', () => {
    const conditions = through('/retail/shop/prod/db/password');
    expect(decide(writer, 'kms:Encrypt', foreignKey, conditions)).toBe('explicit-deny');
    expect(decide(writer, 'kms:Encrypt', foreignKey, through('/own/parameter'))).toBe('implicit-deny');
  });

  it('reads and deletes nothing', () => {
    for (const action of ['ssm:GetParameter', 'ssm:GetParametersByPath', 'ssm:DeleteParameter'])
      expect(decide(writer, action, arnOf('/retail/shop/prod/host'))).toBe('implicit-deny');
    expect(decide(writer, 'kms:Decrypt', ownKey, through('/retail/shop/prod/host'))).toBe('implicit-deny');
  });

  it("may look at images if the path has one, because Systems Manager checks it in the writer's name", () => {
    expect(decide(writer, 'ec2:DescribeImages', '*')).toBe('allow');
    const other = policyFor(resources, '/retail/shop/production/write');
    expect(decide(other, 'ec2:DescribeImages', '*')).toBe('implicit-deny');
  });
});

it('an application without secrets has no key, and no policy mentions one', () => {
  const plain = deploy({ retail: { shop: { prod: { host: 'x' } } } });
  expect(ofType(plain, 'AWS::KMS::Key')).toEqual([]);
  const policy = policyFor(plain, '/retail/shop/prod/write');
  expect(policy.statements.map(({ id }) => id)).toEqual(['Write']);
});
