import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { readFunction } from '../../../src/services/lambda/lambda-function.ts';
import type { InvocationResult } from '../../../src/worker/sandbox.ts';
import { accountId, newCloud, region, writeBundle } from '../../cloud-bench.ts';

const arn = `arn:aws:lambda:${region}:${accountId}:function:Test`;
const roleArn = `arn:aws:iam::${accountId}:role/Test`;

const properties = { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: roleArn, Timeout: 3 };
const settingsOf = (changes: Readonly<Record<string, unknown>>, folder = '') =>
  readFunction({ ...properties, ...changes }, { functionName: 'Test', arn, folder });

/** A function with this code, in a cloud that keeps its log. */
function start(body: string, changes: Readonly<Record<string, unknown>> = {}) {
  const { cloud, lines } = newCloud();
  cloud.access.attachToRole(roleArn, 'logs', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
  });
  cloud.lambda.declareFunction(settingsOf(changes, writeBundle(body)));
  const answers: { readonly atMs: number; readonly result: InvocationResult }[] = [];
  return {
    cloud,
    answers,
    invoke: (event: unknown = {}) =>
      cloud.lambda.invoke(arn, event, (result) => answers.push({ atMs: cloud.timeline.nowMs, result })),
    traced: (kind: string) => lines.filter((line) => line.kind === kind),
    reports: () =>
      cloud.observations
        .linesOf('Test')
        .map((line) => JSON.parse(line))
        .filter(({ type }) => type === 'platform.report')
        .map(({ record }) => record),
  };
}

const handler = (body: string) =>
  `let calls = 0; exports.handler = async (event, context) => { calls++; ${body} }`;
const wait = (delayMs: number) => `await new Promise((resolve) => setTimeout(resolve, ${delayMs}));`;

describe('a call of a function', () => {
  it('has a cold start of 200 to 600 ms, and then a warm start', async () => {
    const { invoke, answers, cloud, traced } = start(handler('return [calls, Date.now()]'));
    const begins: number[] = [];
    for (let n = 0; n < 3; n++) {
      begins.push(cloud.timeline.nowMs);
      invoke();
      await cloud.loop.run();
    }
    const delays = answers.map(({ result }, n) => {
      const [calls, atMs] = JSON.parse(result.ok ? result.payload : '[]');
      expect(calls).toBe(n + 1);
      return atMs - (begins[n] ?? 0);
    });
    expect(delays[0]).toBeGreaterThanOrEqual(200);
    expect(delays[0]).toBeLessThanOrEqual(600);
    for (const delay of delays.slice(1)) {
      expect(delay).toBeGreaterThanOrEqual(2);
      expect(delay).toBeLessThanOrEqual(15);
    }
    expect(traced('lambda.invoke').map(({ fields }) => fields['cold'])).toEqual([true, false, false]);
  });

  it('gets a separate environment while another call is in progress', async () => {
    const { invoke, answers, cloud } = start(handler(`${wait(1000)} return calls`));
    for (let n = 0; n < 3; n++) invoke();
    await cloud.loop.run();
    expect(answers.map(({ result }) => result)).toEqual(Array(3).fill({ ok: true, payload: '1' }));
  });

  it('has its context and its environment variables', async () => {
    const { invoke, answers, cloud } = start(
      handler(`${wait(500)} return { context, left: context.getRemainingTimeInMillis(), env: process.env }`),
      { Environment: { Variables: { COLOUR: 'red', NUMBER: 7 } }, MemorySize: 256 },
    );
    invoke();
    await cloud.loop.run();
    const result = answers[0]?.result;
    expect(JSON.parse(result?.ok ? result.payload : '{}')).toMatchObject({
      left: 2500,
      context: {
        functionName: 'Test',
        invokedFunctionArn: arn,
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        memoryLimitInMB: '256',
        logGroupName: '/aws/lambda/Test',
      },
      env: { COLOUR: 'red', NUMBER: '7', AWS_REGION: region, AWS_LAMBDA_FUNCTION_NAME: 'Test', TZ: ':UTC' },
    });
  });

  it('is stopped exactly at its time-out, together with its environment', async () => {
    const { invoke, answers, cloud, traced } = start(
      handler(
        `if (event.slow) { setInterval(() => console.log('{"late":1}'), 1000); await new Promise(() => {}); } return calls`,
      ),
    );
    invoke({ slow: true });
    await cloud.loop.run();
    const [ended] = traced('lambda.end');
    const { requestId } = traced('lambda.invoke')[0]?.fields ?? {};
    expect(ended?.fields).toMatchObject({ end: 'Sandbox.Timedout', durationMs: 3000, requestId });
    expect(answers).toEqual([
      {
        atMs: ended?.atMs,
        result: {
          ok: false,
          errorType: 'Sandbox.Timedout',
          errorMessage: `RequestId: ${requestId} Error: Task timed out after 3.00 seconds`,
        },
      },
    ]);
    expect(cloud.observations.linesOf('Test').filter((line) => line.includes('late'))).toHaveLength(2);
    invoke();
    await cloud.loop.run();
    expect(answers[1]?.result).toEqual({ ok: true, payload: '1' });
    expect(traced('lambda.invoke').map(({ fields }) => fields['cold'])).toEqual([true, true]);
  });

  it('succeeds if it ends just before its time-out', async () => {
    const { invoke, answers, cloud } = start(handler(`${wait(2999)} return 'done'`));
    invoke();
    await cloud.loop.run();
    expect(answers.map(({ result }) => result)).toEqual([{ ok: true, payload: '"done"' }]);
    expect(cloud.timeline.nextMs).toBeUndefined();
  });

  it('ends at once when its process crashes, and the next one has a cold start', async () => {
    const { invoke, answers, cloud, traced } = start(handler(`${wait(1000)} return calls`));
    invoke();
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 900 });
    cloud.lambda.crash(arn);
    await cloud.loop.run();
    const { requestId } = traced('lambda.invoke')[0]?.fields ?? {};
    expect(answers.map(({ result }) => result)).toEqual([
      {
        ok: false,
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: Runtime exited`,
      },
    ]);
    invoke();
    await cloud.loop.run();
    expect(answers[1]?.result).toEqual({ ok: true, payload: '1' });
  });

  it('is not affected by a crash while it is starting', async () => {
    const { invoke, answers, cloud } = start(handler('return calls'));
    invoke();
    cloud.lambda.crash(arn);
    await cloud.loop.run();
    expect(answers.map(({ result }) => result.ok)).toEqual([true]);
  });

  it('fails without ending the run when its bundle cannot be loaded', async () => {
    const { invoke, answers, cloud, reports } = start('throw new TypeError("no settings")');
    invoke();
    await cloud.loop.run();
    const failure = { errorType: 'TypeError', errorMessage: 'no settings' };
    expect(answers.map(({ result }) => result)).toEqual([{ ok: false, ...failure }]);
    expect(reports()).toMatchObject([{ status: 'error', ...failure }]);
    expect(cloud.lambda.canInvoke(arn)).toBe(true);
  });

  it('fails if the handler is missing', async () => {
    const { invoke, answers, cloud } = start('exports.main = () => 1');
    invoke();
    await cloud.loop.run();
    expect(answers[0]?.result).toMatchObject({ ok: false, errorType: 'Runtime.HandlerNotFound' });
  });

  it('ends with a report by Lambda in the log, for success and failure', async () => {
    const { invoke, cloud, reports } = start(
      handler(`${wait(100)} if (calls === 2) throw new RangeError('twice')`),
    );
    invoke();
    await cloud.loop.run();
    invoke();
    await cloud.loop.run();
    expect(reports()).toEqual([
      { requestId: expect.any(String), metrics: { durationMs: 100 }, status: 'success' },
      {
        requestId: expect.any(String),
        metrics: { durationMs: 100 },
        status: 'error',
        errorType: 'RangeError',
        errorMessage: 'twice',
      },
    ]);
  });
});

describe('the concurrency of a function', () => {
  it('is the reserved one, including calls that are still starting', async () => {
    const { invoke, cloud } = start(handler(wait(1000)), { ReservedConcurrentExecutions: 2 });
    const allowed: boolean[] = [];
    for (let n = 0; n < 2; n++) {
      allowed.push(cloud.lambda.canInvoke(arn));
      invoke();
    }
    allowed.push(cloud.lambda.canInvoke(arn));
    expect(allowed).toEqual([true, true, false]);
    await cloud.loop.run();
    expect(cloud.lambda.canInvoke(arn)).toBe(true);
  });

  it('reserved as 0 keeps it from running', () => {
    const { cloud } = start(handler(''), { ReservedConcurrentExecutions: 0 });
    expect(cloud.lambda.canInvoke(arn)).toBe(false);
  });

  it('is otherwise that of the account', () => {
    const { invoke, cloud } = start(handler(''));
    for (let n = 0; n < 999; n++) invoke();
    expect(cloud.lambda.canInvoke(arn)).toBe(true);
    invoke();
    expect(cloud.lambda.canInvoke(arn)).toBe(false);
  });
});

describe('the declaration of a function', () => {
  it('has the defaults of Lambda', () => {
    const { Timeout: _, ...bare } = properties;
    expect(readFunction(bare, { functionName: 'Test', arn, folder: '' })).toMatchObject({
      timeoutSeconds: 3,
      memoryMegabytes: 128,
      nodeMajor: '24',
      variables: {},
      reservedConcurrency: undefined,
      logGroupName: '/aws/lambda/Test',
    });
  });

  it('refuses an environment above 4 KB, and accepts exactly 4 KB', () => {
    const variables = (bytes: number) => ({ Environment: { Variables: { NAME: 'x'.repeat(bytes - 4) } } });
    expect(settingsOf(variables(4096)).variables['NAME']).toHaveLength(4092);
    expect(() => settingsOf(variables(4097))).toThrow(
      expect.objectContaining({
        code: 'InvalidParameterValueException',
        message: expect.stringMatching(/exceeded the 4KB limit. String measured: 4097 bytes$/),
      }),
    );
    const wide = { Environment: { Variables: { NAME: 'ü'.repeat(2047) } } };
    expect(() => settingsOf(wide)).toThrow('4098 bytes');
  });

  it.each([
    [{ Timeout: 0 }, "Value 0 at 'Timeout' must be from 1 to 900"],
    [{ Timeout: 901 }, "Value 901 at 'Timeout' must be from 1 to 900"],
    [{ MemorySize: 64 }, "Value 64 at 'MemorySize' must be from 128 to 10240"],
  ])('refuses %j', (changes, message) => {
    expect(() => settingsOf(changes)).toThrow(
      expect.objectContaining({ code: 'ValidationException', message }),
    );
  });

  it.each([
    [{ Runtime: 'nodejs20.x' }, 'the Lambda runtime nodejs20.x'],
    [{ Runtime: 'python3.13' }, 'the Lambda runtime python3.13'],
    [{ Layers: [] }, 'the property Layers'],
    [{ VpcConfig: {} }, 'the property VpcConfig'],
  ])('refuses %j as not emulated', (changes, what) => {
    expect(() => settingsOf(changes)).toThrow(NotEmulatedError);
    expect(() => settingsOf(changes)).toThrow(what);
  });

  it('refuses a call of a function that does not exist', () => {
    const { cloud } = newCloud();
    expect(() => cloud.lambda.invoke(arn, {}, () => undefined)).toThrow(`There is no function ${arn}.`);
  });
});
