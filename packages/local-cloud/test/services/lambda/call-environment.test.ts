import { describe, expect, it } from 'vitest';
import { readFunction } from '../../../src/services/lambda/lambda-function.ts';
import type { InvocationResult } from '../../../src/worker/sandbox.ts';
import { accountId, newCloud, region, writeBundle } from '../../cloud-bench.ts';

const arn = `arn:aws:lambda:${region}:${accountId}:function:Test`;
const roleArn = `arn:aws:iam::${accountId}:role/Test`;
const properties = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: roleArn };

/** A function with this code, and what its calls answer. */
function start(source: string, variables: object = {}) {
  const { cloud } = newCloud();
  const settings = { ...properties, Environment: { Variables: variables } };
  const folder = writeBundle(source);
  cloud.lambda.declareFunction(readFunction(settings, { functionName: 'Test', arn, folder }));
  return {
    cloud,
    call: async (event: unknown = {}, invokedArn = arn) => {
      const results: InvocationResult[] = [];
      cloud.lambda.invoke(arn, event, (result) => results.push(result), { invokedArn });
      await cloud.loop.run();
      expect(results).toHaveLength(1);
      return results[0];
    },
  };
}

const parse = (result: InvocationResult | undefined) => JSON.parse(result?.ok ? result.payload : '{}');

describe('the environment of a function', () => {
  it('has what Lambda puts there, as recorded', async () => {
    const { call } = start('exports.handler = async () => process.env;', { OWN: 'value', LANG: 'de_DE' });
    expect(parse(await call())).toMatchObject({
      ...{ OWN: 'value', LANG: 'de_DE', TZ: ':UTC', PWD: '/var/task', SHLVL: '0', _HANDLER: 'index.handler' },
      PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      NODE_PATH: expect.stringMatching(/^\/opt\/nodejs\/node24\/node_modules:/),
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/),
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    });
  });

  it('has no variable that is reserved for Lambda', () => {
    const settings = {
      ...properties,
      Environment: { Variables: { OWN: 'a', AWS_REGION: 'b', _HANDLER: 'c' } },
    };
    expect(() => readFunction(settings, { functionName: 'Test', arn, folder: '' })).toThrow(
      /contains reserved keys .* Reserved keys used in this request: AWS_REGION, _HANDLER$/,
    );
  });
});

describe('the context of a call', () => {
  it('has the ARN that the caller used, and the stream that the lines go to', async () => {
    const { call, cloud } = start('exports.handler = async (_, context) => context;');
    const own = parse(await call());
    expect(own.invokedFunctionArn).toBe(arn);
    expect(own.logStreamName).toBe(cloud.logs.store.streamNow('Test'));
    expect(parse(await call({}, `${arn}:$LATEST`)).invokedFunctionArn).toBe(`${arn}:$LATEST`);
  });
});

describe('a function that ends its process', () => {
  const words = (end: string) => ({
    ok: false,
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(`^RequestId: [0-9a-f-]{36} Error: Runtime exited ${end}$`),
  });

  it('has failed, and nothing of it runs afterwards', async () => {
    const source = `let calls = 0;
      exports.handler = async ({ code, later }) => {
        if (later) await new Promise((resolve) => setTimeout(resolve, 100));
        if (code !== undefined) { try { process.exit(code); } catch { return 'still here'; } }
        return ++calls;
      };`;
    const { call } = start(source);
    expect(parse(await call())).toBe(1);
    expect(await call({ code: 0 })).toEqual(words('without providing a reason'));
    expect(parse(await call())).toBe(1);
    expect(await call({ code: 3, later: true })).toEqual(words('with error: exit status 3'));
    expect(parse(await call())).toBe(1);
  });

  it('while it is loaded fails in the same words', async () => {
    expect(await start('process.exit();').call()).toEqual(words('without providing a reason'));
  });
});
