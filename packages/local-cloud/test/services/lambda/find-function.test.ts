import { beforeAll, describe, expect, it } from 'vitest';
import { deployStack } from '../../../src/deployment/deploy-stack.ts';
import { codeOf, region, roleWith, stackOf } from '../../cloud-bench.ts';
import { echoFolder } from '../../echo-folder.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();
const authorization = `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/lambda/aws4_request`;

beforeAll(async () => {
  const properties = {
    ...{ FunctionName: 'shown', Runtime: 'nodejs24.x', Handler: 'index.handler', Code: codeOf(echoFolder) },
    ...{ Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Environment: { Variables: {} } },
  };
  const stack = { Role: roleWith(), Shown: { Type: 'AWS::Lambda::Function', Properties: properties } };
  await deployStack(served().cloud, { ...stackOf(stack, [echoFolder]), id: 'Shown', stackName: 'Shown' });
});

/** Asks for a function; `how` is the end of the path. */
async function ask(name: string, how: '' | '/configuration' | '/invocations' = '', qualifier?: string) {
  const path = `${served().settings.endpoint}/2015-03-31/functions/${encodeURIComponent(name)}${how}`;
  const search = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
  const response = await fetch(`${path}${search}`, {
    method: how === '/invocations' ? 'POST' : 'GET',
    headers: { authorization },
  });
  const { message, Message = message, ...rest } = JSON.parse(await response.text());
  return { status: response.status, code: response.headers.get('x-amzn-errortype'), message: Message, rest };
}

const arnOf = (name: string) => `arn:aws:lambda:${region}:${served().cloud.accountId}:function:${name}`;
const pattern = String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`;

describe('a function that is not there', () => {
  it('is named as the caller named it', async () => {
    const message = `Function not found: ${arnOf('none')}`;
    const refusal = { status: 404, code: 'ResourceNotFoundException' };
    for (const how of ['', '/configuration'] as const) {
      expect(await ask('none', how)).toMatchObject({ ...refusal, message });
      expect(await ask('none:$LATEST', how)).toMatchObject({ ...refusal, message: `${message}:$LATEST` });
      expect(await ask('none', how, '$latest')).toMatchObject({ ...refusal, message: `${message}:$latest` });
    }
    expect(await ask('shown', '', '7')).toMatchObject({
      message: `Function not found: ${arnOf('shown')}:7`,
    });
    expect(await ask(arnOf('').slice(0, -1))).toMatchObject({
      message: `Function not found: ${arnOf('function')}`,
    });
    expect(await ask('a'.repeat(200))).toMatchObject(refusal);
  });

  it('is always named with its version by Invoke', async () => {
    expect(await ask('none', '/invocations')).toMatchObject({
      ...{ status: 404, message: `Function not found: ${arnOf('none')}:$LATEST` },
      rest: { Type: 'User' },
    });
  });

  it('is not reachable in another region', async () => {
    const message = `Functions from 'eu-central-1' are not reachable in this region ('${region}')`;
    const elsewhere = arnOf('shown').replace(region, 'eu-central-1');
    for (const how of ['', '/configuration', '/invocations'] as const)
      expect(await ask(elsewhere, how)).toMatchObject({ status: 404, message });
  });
});

describe('the name of a function', () => {
  it.each([
    'my-function!',
    '*',
    'account:function:f',
    'function:f:$LATEST:extra',
    'f:$LATES',
    'arn:aws:lambda:somewhere:0:function:f',
    `arn:aws:lambda:somewhere:0:function:${'a'.repeat(200)}`,
  ])('is not %s', async (name) => {
    const problem = `Value '${name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`;
    for (const how of ['', '/invocations'] as const)
      expect(await ask(name, how)).toMatchObject({
        ...{ status: 400, code: 'ValidationException' },
        message: `1 validation error detected: ${problem}`,
      });
  });

  it('has a qualifier of at most 128 characters of a kind', async () => {
    const why = "at 'qualifier' failed to satisfy constraint: Member must";
    expect((await ask('f', '', 'a'.repeat(129))).message).toBe(
      `1 validation error detected: Value '${'a'.repeat(129)}' ${why} have length less than or equal to 128`,
    );
    expect((await ask('f', '', 'no!')).message).toBe(
      `1 validation error detected: Value 'no!' ${why} satisfy regular expression pattern: ${String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`}`,
    );
  });

  it('does not have one qualifier, and the request another', async () => {
    expect(await ask('shown:$LATEST', '', '1')).toMatchObject({
      ...{ status: 400, code: 'InvalidParameterValueException' },
      message: 'The derived qualifier from the function name does not match the specified qualifier.',
    });
    expect((await ask('shown:$LATEST', '', '$LATEST')).status).toBe(200);
  });
});

describe('a function that is there', () => {
  it('is shown under the ARN that was asked for, with the version of its runtime', async () => {
    const { rest } = await ask('shown', '/configuration');
    expect(rest).toMatchObject({
      ...{ FunctionArn: arnOf('shown'), Environment: { Variables: {} } },
      RuntimeVersionConfig: {
        RuntimeVersionArn: expect.stringMatching(`^arn:aws:lambda:${region}::runtime:[0-9a-f]{64}$`),
      },
    });
    expect((await ask('shown', '/configuration', '$LATEST')).rest.FunctionArn).toBe(
      `${arnOf('shown')}:$LATEST`,
    );
  });

  it('is listed without them, and with its version when all are asked for', async () => {
    const url = `${served().settings.endpoint}/2015-03-31/functions/`;
    const list = async (search: string) =>
      JSON.parse(await (await fetch(url + search, { headers: { authorization } })).text()).Functions[0];
    expect(await list('')).not.toHaveProperty('RuntimeVersionConfig');
    expect((await list('')).FunctionArn).toBe(arnOf('shown'));
    expect((await list('?FunctionVersion=ALL')).FunctionArn).toBe(`${arnOf('shown')}:$LATEST`);
  });
});
