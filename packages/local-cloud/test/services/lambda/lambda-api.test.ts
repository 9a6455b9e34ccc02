import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { deployStack } from '../../../src/deployment/deploy-stack.ts';
import { codeOf, region, roleWith, stackOf } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();
const client = () => new LambdaClient(served().settings);
const source = `exports.handler = async (event) => {
  console.log('got ' + JSON.stringify(event));
  if (event.fail) throw new TypeError('on purpose');
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait));
  return { echo: event };
};`;

const bundle = mkdtempSync(join(tmpdir(), 'local-bundle-'));
writeFileSync(join(bundle, 'index.js'), source);
afterAll(() => rmSync(bundle, { recursive: true }));

/** Deploys a function of this name, and gives its answer to an event when virtual time has passed. */
async function deploy(name: string, properties: object = {}) {
  const role = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const settings = { FunctionName: name, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role };
  const stack = stackOf(
    {
      Role: roleWith(),
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: { ...settings, Code: codeOf(bundle), ...properties },
      },
    },
    [bundle],
  );
  await deployStack(served().cloud, { ...stack, id: name, stackName: name });
  return async (input: Partial<InvokeCommandInput>, seconds = 10) => {
    const arrived = new Promise((resolve) => served().cloud.gateway.observe(resolve));
    const answered = client().send(new InvokeCommand({ FunctionName: name, ...input }));
    answered.catch(() => undefined);
    await arrived;
    await served().pass(seconds);
    const { Payload, ...rest } = await answered;
    return { ...rest, payload: Buffer.from(Payload ?? []).toString('utf8') };
  };
}

describe('Invoke', () => {
  it('runs the function in virtual time, and answers what it returns', async () => {
    const invoke = await deploy('echo');
    const answer = await invoke({ Payload: Buffer.from('{"a":"ü"}'), LogType: 'Tail' });
    expect(answer).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      payload: '{"echo":{"a":"ü"}}',
    });
    expect(answer.FunctionError).toBeUndefined();
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8');
    expect(log).toMatch(/^got \{"a":"ü"\}\n\{"type":"platform.report"/);
    expect((await invoke({})).payload).toBe('{"echo":{}}');
  });

  it('answers an error and a time-out of the function with 200 and its words', async () => {
    const invoke = await deploy('failing', { Timeout: 3 });
    expect(await invoke({ Payload: Buffer.from('{"fail":true}') })).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      payload: '{"errorType":"TypeError","errorMessage":"on purpose","trace":[]}',
    });
    const late = await invoke({ Payload: Buffer.from('{"wait":5000}') });
    expect(late.payload).toContain('Task timed out after 3.00 seconds');
  });

  it('of an event answers at once, and the function runs later', async () => {
    const invoke = await deploy('later');
    const answer = await invoke({ InvocationType: 'Event', Payload: Buffer.from('{"b":1}') }, 0);
    expect([answer.StatusCode, answer.payload]).toEqual([202, '']);
    expect(served().cloud.observations.linesOf('later')).toEqual([]);
    await served().pass(10);
    expect(served().cloud.observations.linesOf('later')[0]).toBe('got {"b":1}');
    expect((await invoke({ InvocationType: 'DryRun' }, 0)).StatusCode).toBe(204);
  });

  it('refuses what Lambda refuses', async () => {
    const invoke = await deploy('strict', { ReservedConcurrentExecutions: 0 });
    const refusals: [Partial<InvokeCommandInput>, string, number][] = [
      [{ FunctionName: 'none' }, 'ResourceNotFoundException', 404],
      [{ Qualifier: '7' }, 'ResourceNotFoundException', 404],
      [
        { FunctionName: `arn:aws:lambda:us-east-9:${'9'.repeat(12)}:function:strict` },
        'ResourceNotFoundException',
        404,
      ],
      [{ Payload: Buffer.from('{') }, 'InvalidRequestContentException', 400],
      [
        { InvocationType: 'Event', Payload: Buffer.from(`"${'x'.repeat(1_048_576)}"`) },
        'RequestTooLargeException',
        413,
      ],
      [{}, 'TooManyRequestsException', 429],
    ];
    for (const [input, name, httpStatusCode] of refusals) {
      await expect(invoke(input, 0)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    }
    await expect(invoke({ ClientContext: 'e30=' }, 0)).rejects.toMatchObject({ name: 'NotEmulated' });
  });

  it('by a function that waits for the answer is not emulated, and needs the permission', async () => {
    await deploy('called');
    const { cloud } = served();
    const role = { kind: 'role', roleArn: `arn:aws:iam::${cloud.accountId}:role/Caller` } as const;
    const path = '/2015-03-31/functions/called/invocations';
    const request = { method: 'POST', host: `lambda.${region}.amazonaws.com`, path, headers: {}, body: '{}' };
    expect(cloud.gateway.serve(request, role).status).toBe(403);
    cloud.access.attachToRole(role.roleArn, 'call', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' }],
    });
    expect(() => cloud.gateway.serve(request, role)).toThrow(NotEmulatedError);
    const headers = { 'x-amz-invocation-type': 'Event' };
    expect(cloud.gateway.serve({ ...request, headers }, role).status).toBe(202);
  });
});

describe('a function', () => {
  it('is listed, and described by its name or its ARN', async () => {
    await deploy('described', {
      Description: 'says what it gets',
      MemorySize: 256,
      Environment: { Variables: { A: 'b' } },
    });
    const { Functions = [] } = await client().send(new ListFunctionsCommand({}));
    const listed = Functions.find(({ FunctionName }) => FunctionName === 'described');
    expect(listed).toMatchObject({ Runtime: 'nodejs24.x', CodeSize: source.length, Version: '$LATEST' });
    expect(listed?.State).toBeUndefined();
    const FunctionName = listed?.FunctionArn ?? '';
    expect(await client().send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
      FunctionName: 'described',
      Description: 'says what it gets',
      MemorySize: 256,
      Environment: { Variables: { A: 'b' } },
      LastModified: expect.stringMatching(/^2026-01-01T\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      State: 'Active',
    });
    const { Configuration } = await client().send(new GetFunctionCommand({ FunctionName: 'described' }));
    expect(Configuration?.FunctionArn).toBe(FunctionName);
  });

  it('is listed in pages', async () => {
    const first = await client().send(new ListFunctionsCommand({ MaxItems: 1 }));
    expect(first.Functions).toHaveLength(1);
    const Marker = first.NextMarker ?? '';
    const second = await client().send(new ListFunctionsCommand({ MaxItems: 1, Marker }));
    expect(second.Functions?.[0]?.FunctionName).not.toBe(first.Functions?.[0]?.FunctionName);
    await expect(client().send(new ListFunctionsCommand({ Marker: 'x' }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('refuses a name that is none', async () => {
    const sent = new GetFunctionConfigurationCommand({ FunctionName: 'no name' });
    await expect(client().send(sent)).rejects.toMatchObject({
      message: expect.stringContaining("at 'functionName' failed to satisfy constraint"),
    });
  });
});

describe('what a function and an account may run at once', () => {
  it('is shown, and is taken from what all others share', async () => {
    const shared = async () =>
      (await client().send(new GetAccountSettingsCommand({}))).AccountLimit?.UnreservedConcurrentExecutions;
    const before = await shared();
    await deploy('reserved', { ReservedConcurrentExecutions: 7 });
    await deploy('unreserved');
    const concurrency = async (FunctionName: string) =>
      (await client().send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;
    expect([await concurrency('reserved'), await concurrency('unreserved')]).toEqual([7, undefined]);
    expect(await shared()).toBe((before ?? 0) - 7);
  });

  it('is not shown of a function or a mapping that there is not', async () => {
    const none = client().send(new GetFunctionConcurrencyCommand({ FunctionName: 'none' }));
    await expect(none).rejects.toThrow('Function not found: ');
    const unmapped = client().send(new GetEventSourceMappingCommand({ UUID: 'fake-uuid' }));
    await expect(unmapped).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });
});
