import { describe, expect, it } from 'vitest';
import { runbookStep } from '../../../lib/documents/runbook-actions.ts';

const step = (action: string, inputs: object, more: object = {}) =>
  runbookStep.safeParse({ name: 'step', action: `aws:${action}`, onFailure: 'Abort', inputs, ...more });
const call = { Service: 'ec2', Api: 'DescribeTags' };
const property = { ...call, PropertySelector: '$.Tags', DesiredValues: ['x'] };
const command = {
  DocumentName: 'AWS-UpdateSSMAgent',
  InstanceIds: ['{{ InstanceId }}'],
  TimeoutSeconds: 600,
};

const invocation = { FunctionName: '{{ FunctionArn }}', InputPayload: { Operation: 'grant' } };

describe('a step of a runbook', () => {
  it.each([
    ['executeAwsApi', { ...call, Filters: [] }, { outputs: [], maxAttempts: 3 }],
    ['assertAwsResourceProperty', property, { isCritical: false }],
    ['waitForAwsResourceProperty', property, { timeoutSeconds: 60, isEnd: true }],
    ['branch', { Choices: [{ NextStep: 'next', Variable: '{{ A }}', StringEquals: '' }] }, {}],
    ['sleep', { Duration: 'PT5M' }, { nextStep: 'next' }],
    ['runCommand', command, { timeoutSeconds: 60, onFailure: 'step:next' }],
    ['invokeLambdaFunction', invocation, { timeoutSeconds: 300 }],
  ])('may be aws:%s', (action, inputs, more) => {
    expect(step(action, inputs, more).error?.issues).toBeUndefined();
  });

  it.each([
    ['no service', 'executeAwsApi', { Api: 'DescribeTags' }, {}],
    ['an operation in the words of the Python SDK', 'executeAwsApi', { ...call, Api: 'describe_tags' }, {}],
    ['an output without its path', 'executeAwsApi', call, { outputs: [{ Name: 'A', Type: 'String' }] }],
    [
      'no value to wait for',
      'waitForAwsResourceProperty',
      { ...property, DesiredValues: [] },
      { timeoutSeconds: 1 },
    ],
    ['a wait without an end', 'waitForAwsResourceProperty', property, {}],
    ['no choice', 'branch', { Choices: [] }, {}],
    ['a sleep of unknown form', 'sleep', { Duration: '5 minutes' }, {}],
    [
      'a command without a pace to targets',
      'runCommand',
      { ...command, Targets: [] },
      { timeoutSeconds: 60 },
    ],
    ['another way to fail', 'sleep', { Duration: 'PT5M' }, { onFailure: 'Ignore' }],
    ['too many attempts', 'executeAwsApi', call, { maxAttempts: 11 }],
    ['a script', 'executeScript', {}, {}],
    ['a function that takes too long', 'invokeLambdaFunction', invocation, { timeoutSeconds: 301 }],
    [
      'a selector into what a function answers',
      'invokeLambdaFunction',
      invocation,
      { timeoutSeconds: 60, outputs: [{ Name: 'A', Selector: '$.Payload.A', Type: 'String' }] },
    ],
  ])('is refused with %s', (_, action, inputs, more) => {
    expect(step(action, inputs, more).success).toBe(false);
  });
});
