import { describe, expect, it } from 'vitest';
import { findRunbookContradictions } from '../../../lib/documents/runbook-references.ts';

const find = {
  ...{ name: 'find', action: 'aws:executeAwsApi', onFailure: 'Abort' },
  inputs: { Service: 'ec2', Api: 'DescribeTags' },
  outputs: [{ Name: 'Value', Selector: '$.Tags[0].Value', Type: 'String' }],
};
const choose = (Choices: readonly object[], Default?: string) => ({
  ...{ name: 'choose', action: 'aws:branch', onFailure: 'Abort' },
  inputs: { Choices, ...(Default === undefined ? {} : { Default }) },
});
const problems = (mainSteps: readonly object[], outputs: readonly string[] = []) =>
  findRunbookContradictions({ parameters: { InstanceId: {} }, mainSteps, outputs }).map(
    ({ path, received }) => `${path.join('.')}: ${received}`,
  );

describe('the references of a runbook', () => {
  it('may name parameters, outputs of steps, and what the service and an action give by themselves', () => {
    const send = { name: 'send', action: 'aws:runCommand', inputs: { DocumentName: '{{ InstanceId }}' } };
    const read = { ...find, name: 'read', inputs: { Name: '{{ find.Value }} {{ send.CommandId }}' } };
    const call = { ...find, name: 'last', inputs: { Name: '{{ automation:EXECUTION_ID }}' } };
    const invoke = { name: 'invoke', action: 'aws:invokeLambdaFunction', inputs: { FunctionName: 'x' } };
    const outputs = ['find.Value', 'send.Status', 'invoke.Payload'];
    expect(problems([find, send, read, call, invoke], outputs)).toEqual([]);
  });

  it.each([
    ['no output of a step', { ...find, name: 'read', inputs: { Name: '{{ find.Other }}' } }, 'inputs.Name'],
    ['a failure that leads nowhere', { ...find, name: 'read', onFailure: 'step:lost' }, 'onFailure: lost'],
    ['a step after it that is not there', { ...find, name: 'read', nextStep: 'lost' }, 'nextStep: lost'],
    ['a choice that leads nowhere', choose([{ NextStep: 'lost' }]), 'inputs.Choices.0: lost'],
    ['a default that leads nowhere', choose([{ NextStep: 'find' }], 'lost'), 'inputs.Default: lost'],
    ['a name that another step has', find, 'name: find'],
  ])('refuse %s', (_, step, problem) => {
    const found = problems([find, step]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`mainSteps.1.${problem}`);
  });

  it('refuse an output of the runbook that no step has', () => {
    expect(problems([find], ['find.Value', 'find.Other'])).toEqual(['outputs.1: find.Other']);
  });
});
