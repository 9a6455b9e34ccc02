import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TargetBench, targetBench } from './target-bench.ts';

let bench: TargetBench;
beforeAll(async () => {
  bench = await targetBench();
});

const tag = { Key: 'tag:role', Values: ['web'] };
const named = { Key: 'ParameterValues', Values: ['v-0'] };

describe('targets', () => {
  it.each<[string, Partial<StartAutomationExecutionRequest>, RegExp]>([
    ['without a target parameter', { TargetParameterName: undefined, Targets: [tag] }, /TargetParameterName/],
    ['that are none', { Targets: [] }, /need Targets/],
    ['a parameter that is not there', { TargetParameterName: 'instanceId', Targets: [tag] }, /instanceId/],
    [
      'with a value of the parameter',
      { Parameters: { InstanceId: ['v-1'] }, Targets: [named] },
      /InstanceId/,
    ],
    ['of two tags', { Targets: [tag, { Key: 'tag:b', Values: ['c'] }] }, /Only one resource group or tag/],
    ['by ids of instances', { Targets: [{ Key: 'InstanceIds', Values: ['i-1'] }] }, /InstanceIds/],
    ['of some instances', { Targets: [{ Key: 'AWS::EC2::Instance', Values: ['i-1'] }] }, /the value \*/],
    ['without a value', { Targets: [{ Key: 'ParameterValues', Values: [] }] }, /needs a value/],
    ['with a value twice', { Targets: [{ ...named, Values: ['v-0', 'v-0'] }] }, /twice/],
    ['with parameters that are wrong', { Parameters: { Other: ['x'] }, Targets: [named] }, /"Other"/],
  ])('%s are refused', async (_, more, words) => {
    const refusal = { name: 'InvalidAutomationExecutionParametersException' };
    await expect(bench.startOn(more)).rejects.toMatchObject({
      ...{ ...refusal, message: expect.stringMatching(words) },
    });
  });

  it.each([
    ['MaxConcurrency', '0'],
    ['MaxConcurrency', '101%'],
    ['MaxErrors', '-1'],
    ['MaxErrors', 'ten'],
  ])('with %s %s are refused by the model', async (name, value) => {
    await expect(bench.startOn({ Targets: [named], [name]: value })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('of a resource group are not emulated', async () => {
    const group = { Key: 'ResourceGroup', Values: ['web'] };
    await expect(bench.startOn({ Targets: [group] })).rejects.toThrow(/does not emulate/);
  });
});
