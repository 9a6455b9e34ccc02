import { StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { deployStack } from '../../../../../src/deployment/deploy-stack.ts';
import { roleWith, stackOf } from '../../../../cloud-bench.ts';
import { type AutomationBench, automationBench, everything, type Step } from '../automation-bench.ts';

/** Answers its event, after what the event asks for. It counts its calls in its log. */
const ZipFile = `exports.handler = async (event) => {
  console.log('called');
  if (event.seconds) await new Promise((resolve) => setTimeout(resolve, event.seconds * 1000));
  if (event.fails) throw new Error('no such thing');
  return event.bytes ? 'x'.repeat(event.bytes) : event;
};`;

async function benchWithFunction(statements = everything): Promise<AutomationBench> {
  const bench = await automationBench(statements);
  const Properties = {
    ...{ FunctionName: 'echo', Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 900 },
    ...{ Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile } },
  };
  const stack = stackOf({
    Role: roleWith(),
    Function: { Type: 'AWS::Lambda::Function', Properties },
  });
  await deployStack(bench.cloud, { ...stack, id: 'Functions', stackName: 'Functions' });
  return bench;
}

let bench: AutomationBench;
beforeAll(async () => {
  bench = await benchWithFunction();
});

const invoke = (inputs: Step, more: Step = {}): Step => ({
  ...{ name: 'call', action: 'aws:invokeLambdaFunction', ...more },
  inputs: { FunctionName: 'echo', ...inputs },
});
const run = (inputs: Step, more: Step = {}) =>
  bench.run([invoke(inputs, more)], { outputs: ['call.Payload'] });

describe('aws:invokeLambdaFunction', () => {
  it.each([
    ['InputPayload', { InputPayload: { a: [1] } }],
    ['Payload', { Payload: '{"a":[1]}' }],
    ['InputPayload before Payload', { InputPayload: { a: [1] }, Payload: '{"b":2}' }],
  ])('hands on %s, and has the answer as a text', async (_, inputs) => {
    const { Outputs, StepExecutions: [step] = [] } = await run(inputs);
    expect(Outputs).toEqual({ 'call.Payload': ['{"a":[1]}'] });
    expect(step?.Outputs).toMatchObject({ StatusCode: ['200'], OutputPayload: ['{"a":[1]}'] });
  });

  it('fills references into the input', async () => {
    const parameters = { Name: { type: 'String' } };
    const { StepExecutions: [step] = [] } = await bench.run(
      [invoke({ InputPayload: { name: '{{ Name }}' } })],
      { parameters },
      { Name: ['web "1"'] },
    );
    expect(step?.Outputs?.['Payload']).toEqual([String.raw`{"name":"web \"1\""}`]);
  });

  it('fails when the function throws, with what it says, and tries again', async () => {
    const { FailureMessage, StepExecutions: [step] = [] } = await run(
      { InputPayload: { fails: true } },
      { maxAttempts: 2 },
    );
    expect(FailureMessage).toMatch(/The function ended with an error: .*no such thing/);
    expect(step?.Outputs?.['FunctionError']).toEqual(['Unhandled']);
  });

  it.each([
    [
      'there is no such function',
      { FunctionName: 'none' },
      /\(ResourceNotFoundException\) when calling the Invoke/,
    ],
    ['the answer is larger than 200 KB', { InputPayload: { bytes: 200_001 } }, /larger than 200000 bytes/],
  ])('fails when %s', async (_, inputs, words) => {
    expect((await run(inputs)).FailureMessage).toMatch(words);
  });

  it('calls as the role of the runbook, and IAM decides', async () => {
    const narrow = await benchWithFunction([{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }]);
    const { FailureMessage } = await narrow.run([invoke({})]);
    expect(FailureMessage).toContain('An error occurred (AccessDeniedException) when calling the Invoke');
  });

  it('times out after five minutes at the latest, and the function goes on', async () => {
    const slow = invoke({ InputPayload: { seconds: 400 } }, { timeoutSeconds: 3000 });
    const { StepExecutions: [step] = [], AutomationExecutionStatus: status } = await bench.run([slow]);
    const seconds = Number(step?.ExecutionEndTime) - Number(step?.ExecutionStartTime);
    expect([status, Math.round(seconds / 1000)]).toEqual(['TimedOut', 300]);
  });

  it('is given up by a stop', async () => {
    bench.declare('Slow', [invoke({ InputPayload: { seconds: 60 } })]);
    const AutomationExecutionId = await bench.start('Slow');
    await bench.pass(10);
    await bench.ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId, Type: 'Cancel' }));
    await bench.pass(120);
    expect((await bench.execution(AutomationExecutionId)).AutomationExecutionStatus).toBe('Cancelled');
  });
});

describe('a runbook that invokes a function', () => {
  it.each([
    ['a mapping as Payload', invoke({ Payload: { a: 'b' } }), 'Input {a=b} is of type LinkedHashMap'],
    [
      'an output with a name of the action',
      invoke({}, { outputs: [{ Name: 'LogResult', Selector: '$.LogResult' }] }),
      'In step call, name: LogResult is conflicting with one of the following reserved output names: [LogResult, OutputPayload, FunctionError, Payload, StatusCode]',
    ],
    ['a text as InputPayload', invoke({ InputPayload: '{}' }), 'InputPayload is not a mapping'],
    ['no function', { ...invoke({}), inputs: {} }, 'FunctionName is missing'],
  ])('refuses %s', (_, step, words) => {
    expect(() => bench.declare('Wrong', [step])).toThrow(words);
  });

  it('refuses outputs of its own as not emulated', () => {
    const step = invoke({}, { outputs: [{ Name: 'Name', Selector: '$.Payload.name' }] });
    expect(() => bench.declare('Own', [step])).toThrow(/aws:invokeLambdaFunction with outputs/);
  });
});
