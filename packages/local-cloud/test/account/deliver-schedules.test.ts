import { describe, expect, test } from 'vitest';
import { deployStack } from '../../src/deployment/deploy-stack.ts';
import { accountId, codeOf, newCloud, region, roleWith, stackOf, writeBundle } from '../cloud-bench.ts';

const functionArn = { 'Fn::GetAtt': ['Function', 'Arn'] };
const allow = (Action: string, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const trustOf = (Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      ...(Condition === undefined ? {} : { Condition }),
    },
  ],
});

interface Options {
  readonly body?: string;
  readonly trust?: object;
  readonly statements?: readonly object[];
  readonly functionStatements?: readonly object[];
  readonly target?: object;
  readonly functionProperties?: object;
  readonly invokeConfig?: object;
  readonly schedule?: string;
}

/** Deploys a function on a schedule, a dead-letter queue, and all required permissions. */
async function deploy(options: Options = {}) {
  const { cloud, lines } = newCloud();
  const folder = writeBundle(
    `exports.handler = async (event) => { console.log(JSON.stringify({ event })); ${options.body ?? ''} }`,
  );
  const schedulerRole = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: options.trust ?? trustOf(),
      Policies: [
        {
          PolicyName: 'invoke',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: options.statements ?? [allow('lambda:InvokeFunction', functionArn)],
          },
        },
      ],
    },
  };
  const config = {
    FunctionName: { Ref: 'Function' },
    Qualifier: '$LATEST',
    ...options.invokeConfig,
  };
  const stack = stackOf(
    {
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      FunctionRole: roleWith(...(options.functionStatements ?? [allow('sqs:SendMessage')])),
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['FunctionRole', 'Arn'] },
          Code: codeOf(folder),
          ...options.functionProperties,
        },
      },
      ...(options.invokeConfig === undefined
        ? {}
        : { Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: config } }),
      SchedulerRole: schedulerRole,
      Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'Shop' } },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          Name: 'Look',
          GroupName: { Ref: 'Group' },
          ScheduleExpression: options.schedule ?? 'at(2026-01-01T00:01:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: functionArn,
            RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
            Input: '{"source":"<aws.scheduler.schedule-arn>"}',
            ...options.target,
          },
        },
      },
    },
    [folder],
  );
  const deployed = await deployStack(cloud, stack);
  const queueArn = String(deployed.resources.get('Queue')?.attribute('Arn'));
  const name = String(deployed.resources.get('Function')?.ref);
  const pass = (seconds: number) => cloud.loop.run({ untilMs: cloud.timeline.nowMs + seconds * 1000 });
  return {
    cloud,
    arn: String(deployed.resources.get('Function')?.attribute('Arn')),
    pass,
    traced: (kind: string) => lines.filter((line) => line.kind === kind),
    events: () =>
      cloud.observations
        .linesOf(name)
        .map((line) => JSON.parse(line))
        .filter((line) => 'event' in line),
    messages: () => cloud.sqs.queue(queueArn).receive(10),
  };
}

describe('a schedule of a template', () => {
  test('invokes its function repeatedly, with its role', async () => {
    const { pass, events, cloud } = await deploy({ schedule: 'rate(5 minutes)' });
    await pass(3600);
    expect(events().length).toBeGreaterThanOrEqual(12);
    const arn = `arn:aws:scheduler:${region}:${accountId}:schedule/Shop/Look`;
    expect(events()[0]).toEqual({ event: { source: arn } });
    const unused = cloud.access.unusedPermissions().map(({ action }) => action);
    expect(unused).not.toContain('lambda:invokefunction');
    expect(unused).not.toContain('lambda:InvokeFunction');
  });

  test.each([
    ['the account', { StringEquals: { 'aws:SourceAccount': accountId } }],
    [
      'the group',
      { ArnLike: { 'aws:SourceArn': `arn:aws:scheduler:${region}:${accountId}:schedule-group/Shop` } },
    ],
  ])('runs with a role that trusts the service for %s', async (_, condition) => {
    const { pass, events } = await deploy({ trust: trustOf(condition) });
    await pass(300);
    expect(events()).toHaveLength(1);
  });

  test.each([
    ['another account', trustOf({ StringEquals: { 'aws:SourceAccount': '9'.repeat(12) } })],
    ['one schedule', trustOf({ ArnLike: { 'aws:SourceArn': `arn:aws:scheduler:*:*:schedule/Shop/Look` } })],
    [
      'another service',
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
    ],
  ])('refuses a role that trusts only %s', async (_, trust) => {
    await expect(deploy({ trust })).rejects.toThrow(
      'must allow AWS EventBridge Scheduler to assume the role',
    );
  });

  test('refuses to invoke with a role that no longer trusts the service', async () => {
    const soon = { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:30Z' } };
    const { pass, events, traced } = await deploy({ trust: trustOf(soon) });
    await pass(300);
    expect(events()).toEqual([]);
    expect(traced('scheduler.attempt')[0]?.fields).toMatchObject({ end: 'AccessDenied' });
  });

  test('refuses to invoke without lambda:InvokeFunction, and keeps the invocation in the dead-letter queue', async () => {
    const statements = [allow('sqs:SendMessage')];
    const target = { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } };
    const { pass, events, messages } = await deploy({ statements, target });
    await pass(300);
    expect(events()).toEqual([]);
    const [message] = messages();
    expect(message?.attributes?.['ERROR_CODE']).toEqual({
      DataType: 'String',
      StringValue: 'AccessDeniedException',
    });
    expect(JSON.parse(message?.body ?? '')).toHaveProperty('source');
  });

  test('loses the invocation when the role may not send to the dead-letter queue either', async () => {
    const target = { DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } };
    const { pass, messages, traced } = await deploy({ statements: [allow('logs:Nothing')], target });
    await pass(300);
    expect(messages()).toEqual([]);
    expect(traced('scheduler.undelivered')[0]?.fields).toMatchObject({ isKept: false });
  });

  test('refuses a payload that is not JSON when it is delivered', async () => {
    const { pass, traced } = await deploy({ target: { Input: 'hello' } });
    await pass(300);
    expect(traced('scheduler.attempt')[0]?.fields).toMatchObject({ end: 'InvalidRequestContentException' });
  });
});

describe('an asynchronous invocation', () => {
  const failing = { body: 'throw new RangeError("broken")' };

  test('that fails is retried after one minute, and after two more', async () => {
    const { pass, traced } = await deploy(failing);
    await pass(3600);
    const ends = traced('lambda.end').map(({ atMs }) => atMs);
    const starts = traced('lambda.invoke').map(({ atMs }) => atMs);
    expect(starts).toHaveLength(3);
    expect((starts[1] ?? 0) - (ends[0] ?? 0)).toBe(60_000);
    expect((starts[2] ?? 0) - (ends[1] ?? 0)).toBe(120_000);
    expect(new Set(traced('lambda.invoke').map(({ fields }) => fields['requestId'])).size).toBe(1);
    expect(traced('lambda.async-failed')[0]?.fields).toMatchObject({ condition: 'RetriesExhausted' });
  });

  test("that fails for good sends a record to the destination, with the function's role", async () => {
    const invokeConfig = {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    };
    const { pass, messages, traced } = await deploy({ ...failing, invokeConfig });
    await pass(3600);
    expect(traced('lambda.invoke')).toHaveLength(1);
    expect(JSON.parse(messages()[0]?.body ?? '')).toMatchObject({
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      requestPayload: { source: expect.any(String) },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      responsePayload: { errorType: 'RangeError', errorMessage: 'broken', trace: [] },
    });
  });

  test('that fails for good goes to the dead-letter queue of the function', async () => {
    const functionProperties = { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } };
    const { pass, messages } = await deploy({ ...failing, functionProperties });
    await pass(3600);
    const [message] = messages();
    expect(JSON.parse(message?.body ?? '')).toHaveProperty('source');
    expect(message?.attributes).toMatchObject({
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { StringValue: 'broken' },
    });
  });

  test('is lost and traced when the function may not send to its destination', async () => {
    const functionProperties = { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } };
    const { pass, messages, traced } = await deploy({
      ...failing,
      functionProperties,
      functionStatements: [],
    });
    await pass(3600);
    expect(messages()).toEqual([]);
    expect(traced('lambda.destination-failed')).toHaveLength(1);
  });

  test('that succeeds sends a record to its success destination', async () => {
    const destination = { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } };
    const invokeConfig = { DestinationConfig: { OnSuccess: destination } };
    const { pass, messages } = await deploy({ body: 'return { looked: 7 }', invokeConfig });
    await pass(300);
    expect(JSON.parse(messages()[0]?.body ?? '')).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 1 },
      responsePayload: { looked: 7 },
    });
  });

  test('waits while the function is throttled, which counts as no attempt', async () => {
    const body = 'await new Promise((resolve) => setTimeout(resolve, 2500))';
    const functionProperties = { ReservedConcurrentExecutions: 1 };
    const { cloud, arn, pass, traced } = await deploy({ body, functionProperties });
    for (const n of [1, 2]) cloud.lambda.invokeLater(arn, { n });
    await pass(30);
    expect(traced('lambda.end').map(({ fields }) => fields['end'])).toEqual(['ok', 'ok']);
    expect(traced('lambda.async-throttled').length).toBeGreaterThan(0);
  });

  test('that waits too long fails', async () => {
    const body = 'await new Promise(() => {})';
    const functionProperties = { ReservedConcurrentExecutions: 1, Timeout: 900 };
    const invokeConfig = { MaximumEventAgeInSeconds: 60 };
    const { cloud, arn, pass, traced } = await deploy({ body, functionProperties, invokeConfig });
    cloud.lambda.invokeLater(arn, {});
    await pass(30);
    cloud.lambda.invokeLater(arn, {});
    await pass(100);
    expect(traced('lambda.async-failed').map(({ fields }) => fields['condition'])).toContain(
      'EventAgeExceeded',
    );
  });

  test('of a function without concurrency fails at once', async () => {
    const { pass, traced } = await deploy({ functionProperties: { ReservedConcurrentExecutions: 0 } });
    await pass(300);
    expect(traced('lambda.invoke')).toEqual([]);
    expect(traced('lambda.async-failed')[0]?.fields).toMatchObject({ condition: 'ZeroReservedConcurrency' });
  });

  test.each([
    [{ MaximumRetryAttempts: 3 }, "'MaximumRetryAttempts' must be from 0 to 2"],
    [{ MaximumEventAgeInSeconds: 59 }, 'must be from 60 to 21600'],
    [{ Qualifier: '7' }, 'does not emulate the function version 7'],
    [{ DestinationConfig: { OnFailure: { Destination: 'arn:aws:events:::bus' } } }, 'does not emulate'],
  ])('refuses the configuration %j', async (invokeConfig, problem) => {
    await expect(deploy({ invokeConfig })).rejects.toThrow(problem);
  });
});
