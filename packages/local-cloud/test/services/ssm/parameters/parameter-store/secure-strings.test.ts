import { describe, expect, it } from 'vitest';
import { deployStack } from '../../../../../src/deployment/deploy-stack.ts';
import { accountId, jsonRequest, newCloud, region, stackOf } from '../../../../cloud-bench.ts';

const root = `arn:aws:iam::${accountId}:root`;
const roleArn = `arn:aws:iam::${accountId}:role/app`;
const parameterArn = (name: string) => `arn:aws:ssm:${region}:${accountId}:parameter${name}`;

const allow = (Action: readonly string[], Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

/** A key policy that delegates to the account's own policies. */
const handedOver = [{ Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }];

/** A cloud with a key alias/mine and a role `app`, and helpers to call Systems Manager with that role. */
async function secretWorld(statements: readonly object[], keyPolicy: readonly object[] = handedOver) {
  const { cloud } = newCloud();
  const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
  await deployStack(
    cloud,
    stackOf({
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: document(keyPolicy) } },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/mine', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'app',
          Policies: [{ PolicyName: 'given', PolicyDocument: document(statements) }],
        },
      },
    }),
  );
  const call = (operation: string, input: object, principal: 'app' | 'administrator' = 'app') => {
    const response = cloud.gateway.serve(
      jsonRequest('ssm', `AmazonSSM.${operation}`, input),
      principal === 'app' ? { kind: 'role', roleArn } : { kind: 'administrator' },
    );
    const body = JSON.parse(response.body);
    return response.status === 200 ? body : `${body.__type.split('#')[1]}: ${body.message}`;
  };
  return { cloud, call };
}

const ssmAll = allow(['ssm:*'], '*');
const secret = { Name: '/app/key', Value: 'correct horse', Type: 'SecureString', KeyId: 'alias/mine' };
const keyPattern = `arn:aws:kms:${region}:${accountId}:key/`;
/** Allows decryption only for parameters below `/app/`, and only through Systems Manager. */
const ofApp = {
  StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': parameterArn('/app/*') },
  StringEquals: { 'kms:ViaService': `ssm.${region}.amazonaws.com` },
};
const denied = (action: string) =>
  new RegExp(
    `^AccessDeniedException: User: .*role/app/.* is not authorized to perform: ${action} on resource: ${keyPattern}`,
  );

describe('a SecureString with a key', () => {
  it.each([
    ['Standard', ['kms:Encrypt'], { Version: 1, Tier: 'Standard' }],
    ['Standard', ['kms:GenerateDataKey'], denied('kms:Encrypt')],
    ['Advanced', ['kms:Encrypt'], denied('kms:GenerateDataKey')],
    ['Advanced', ['kms:Encrypt', 'kms:GenerateDataKey'], { Version: 1, Tier: 'Advanced' }],
  ])('of the tier %s, written by a role that may %j: %s', async (Tier, actions, answer) => {
    const { call } = await secretWorld([ssmAll, allow(actions, '*')]);
    const written = call('PutParameter', { ...secret, Tier });
    if (answer instanceof RegExp) expect(written).toMatch(answer);
    else expect(written).toEqual(answer);
  });

  it('requires encryption permission before it is found to exist', async () => {
    const { call } = await secretWorld([ssmAll]);
    call('PutParameter', secret, 'administrator');
    expect(call('PutParameter', secret)).toMatch(denied('kms:Encrypt'));
  });

  it.each([
    ['GetParameter', { Name: '/app/key' }],
    ['GetParameters', { Names: ['/app/key'] }],
    ['GetParameterHistory', { Name: '/app/key' }],
    ['GetParametersByPath', { Path: '/app', Recursive: true }],
  ])('is decrypted by %s only for a role that may decrypt it', async (operation, input) => {
    const may = await secretWorld([ssmAll, allow(['kms:Decrypt'], '*', ofApp)]);
    may.call('PutParameter', secret, 'administrator');
    expect(JSON.stringify(may.call(operation, { ...input, WithDecryption: true }))).toContain(secret.Value);
    const mayNot = await secretWorld([ssmAll]);
    mayNot.call('PutParameter', secret, 'administrator');
    expect(mayNot.call(operation, { ...input, WithDecryption: true })).toMatch(denied('kms:Decrypt'));
    const shown = JSON.stringify(mayNot.call(operation, input));
    expect(shown).toContain('/app/key');
    expect(shown).not.toContain(secret.Value);
  });

  it('is decrypted only for its own path, if the policy has a condition on the context', async () => {
    const { call } = await secretWorld([ssmAll, allow(['kms:Decrypt'], '*', ofApp)]);
    call('PutParameter', { ...secret, Name: '/other/key' }, 'administrator');
    expect(call('GetParameter', { Name: '/other/key', WithDecryption: true })).toMatch(denied('kms:Decrypt'));
  });

  it('is refused to a role if the key does not delegate to the account', async () => {
    const decrypt = allow(['kms:Decrypt'], '*');
    const closed = [{ ...handedOver[0], Principal: { Service: 'logs.amazonaws.com' } }];
    const { call } = await secretWorld([ssmAll, decrypt], closed);
    call('PutParameter', secret, 'administrator');
    expect(call('GetParameter', { Name: '/app/key', WithDecryption: true })).toMatch(denied('kms:Decrypt'));
  });

  it('is decrypted for a role that the key policy allows', async () => {
    const direct = [{ ...handedOver[0], Principal: { AWS: roleArn }, Action: 'kms:Decrypt' }];
    const { call } = await secretWorld([ssmAll], direct);
    call('PutParameter', secret, 'administrator');
    expect(call('GetParameter', { Name: '/app/key', WithDecryption: true })).toMatchObject({
      Parameter: { Value: secret.Value },
    });
  });

  it('obeys a deny in the role, even if the key policy allows it', async () => {
    const direct = [{ ...handedOver[0], Principal: { AWS: roleArn }, Action: 'kms:Decrypt' }];
    const deny = { Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' };
    const { call } = await secretWorld([ssmAll, deny], direct);
    call('PutParameter', secret, 'administrator');
    expect(call('GetParameter', { Name: '/app/key', WithDecryption: true })).toMatch(/explicit deny/);
  });
});

describe('the key of Systems Manager', () => {
  it('is usable by every role that may use Parameter Store', async () => {
    const { call } = await secretWorld([ssmAll]);
    const { KeyId: _, ...plain } = secret;
    expect(call('PutParameter', plain)).toMatchObject({ Version: 1 });
    expect(call('GetParameter', { Name: '/app/key', WithDecryption: true })).toMatchObject({
      Parameter: { Value: secret.Value },
    });
  });
});

describe('parameters and roles', () => {
  it('a reader of a path reads everything below it, even a denied parameter: the trap of recursion', async () => {
    const below = [parameterArn('/app'), parameterArn('/app/*')];
    const { call } = await secretWorld([
      allow(['ssm:GetParametersByPath', 'ssm:GetParameter'], below),
      { Effect: 'Deny', Action: 'ssm:*', Resource: parameterArn('/app/deep/*') },
    ]);
    call('PutParameter', { Name: '/app/deep/p', Value: 'x', Type: 'String' }, 'administrator');
    expect(call('GetParameter', { Name: '/app/deep/p' })).toMatch(/^AccessDeniedException/);
    const { Parameters } = call('GetParametersByPath', { Path: '/app', Recursive: true });
    expect(Parameters).toMatchObject([{ Name: '/app/deep/p' }]);
  });

  it('the path itself must be allowed, not only the parameters below it', async () => {
    const { call } = await secretWorld([allow(['ssm:GetParametersByPath'], parameterArn('/app/*'))]);
    expect(call('GetParametersByPath', { Path: '/app' })).toMatch(
      /not authorized to perform: ssm:GetParametersByPath on resource: .*:parameter\/app /,
    );
  });

  it('recursion can be denied by its condition key', async () => {
    const { call } = await secretWorld([
      allow(['ssm:GetParametersByPath'], '*', { Bool: { 'ssm:Recursive': 'false' } }),
    ]);
    expect(call('GetParametersByPath', { Path: '/app', Recursive: true })).toMatch(/^AccessDenied/);
    expect(call('GetParametersByPath', { Path: '/app' })).toEqual({ Parameters: [] });
  });

  it.each([
    ['PutParameter', { Name: '/app/p', Value: 'x', Type: 'String', Tags: [] }],
    ['CreateDocument', { Name: 'Document', Content: '{"schemaVersion":"2.2","mainSteps":[]}', Tags: [] }],
  ])('%s with tags needs the right to add them', async (operation, input) => {
    const { call } = await secretWorld([allow([`ssm:${operation}`], '*')]);
    expect(call(operation, input)).toMatch(/not authorized to perform: ssm:AddTagsToResource/);
  });
});
