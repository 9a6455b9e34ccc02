import { StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountId, newCloud } from '../../../cloud-bench.ts';
import { type AutomationBench, automationBench, roleArn } from '../automation/automation-bench.ts';

let bench: AutomationBench;
beforeAll(async () => {
  bench = await automationBench();
});

const rest = { name: 'one', action: 'aws:sleep', inputs: { Duration: 'PT1M' } };

describe('StartAutomationExecution', () => {
  const parameters = {
    Name: { type: 'String', allowedPattern: '^[a-z]+$' },
    Names: { type: 'StringList', default: ['a', 'b'] },
    Count: { type: 'Integer', default: 3 },
    Id: { type: 'AWS::EC2::Instance::Id', default: '' },
  };

  it('refuses parameters that are unknown, missing or not allowed, and shows all of an execution', async () => {
    bench.declare('Parameters', [rest], { parameters });
    const refusals: readonly [Record<string, string[]>, RegExp][] = [
      [{}, /"Name" is required/],
      [{ Name: ['A'] }, /"Name" must match/],
      [{ Name: ['a'], Count: ['x'] }, /"Count" takes an integer/],
      [{ Name: ['a', 'b'] }, /takes one value/],
      [{ Name: ['a'], Other: ['x'] }, /"Other" is not defined/],
    ];
    for (const [given, words] of refusals)
      await expect(bench.start('Parameters', given)).rejects.toThrow(words);
    const id = await bench.start('Parameters', { Name: ['a'] });
    expect((await bench.execution(id)).Parameters).toEqual({
      ...{ Name: ['a'], Names: ['a', 'b'], Count: ['3'], Id: [''] },
    });
  });

  it('refuses a role that is none, and one that does not trust the service', async () => {
    const refused = { name: 'InvalidAutomationExecutionParametersException' };
    bench.declare('NoArn', [rest], { assumeRole: 'runner' });
    await expect(bench.start('NoArn')).rejects.toMatchObject({
      ...{ ...refused, message: 'The format of the supplied assume role ARN is invalid.' },
    });
    bench.declare('Elsewhere', [rest], { assumeRole: `${roleArn}-of-another` });
    await expect(bench.start('Elsewhere')).rejects.toMatchObject({
      ...{ ...refused, message: 'The defined assume role is unable to be assumed.' },
    });
  });

  it('runs the steps as the caller, when the runbook names no role', async () => {
    const call = {
      ...{ name: 'call', action: 'aws:executeAwsApi', inputs: { Service: 'sts', Api: 'GetCallerIdentity' } },
      outputs: [{ Name: 'Arn', Selector: '$.Arn' }],
    };
    const { StepExecutions: [step] = [], ExecutedBy } = await bench.run([call], { assumeRole: '' });
    expect(step?.Outputs?.['Arn']).toEqual([`arn:aws:iam::${accountId}:user/administrator`]);
    expect(ExecutedBy).toBe(`arn:aws:iam::${accountId}:user/administrator`);
  });

  it('needs the right to start, and to pass the role', async () => {
    bench.declare('Passed', [rest]);
    const allowed = { Effect: 'Allow', Action: 'ssm:StartAutomationExecution', Resource: '*' };
    const { cloud } = bench;
    const caller = `arn:aws:iam::${accountId}:role/caller`;
    cloud.access.attachToRole(caller, 'start', { Version: '2012-10-17', Statement: [allowed] });
    const asked = { service: 'ssm', name: 'StartAutomationExecution', input: { DocumentName: 'Passed' } };
    const refused = cloud.gateway.call(asked, { kind: 'role', roleArn: caller });
    expect(refused).toMatchObject({
      refusal: { message: expect.stringContaining(`iam:PassRole on resource: ${roleArn}`) },
    });
    const pass = { Effect: 'Allow', Action: 'iam:PassRole', Resource: roleArn };
    cloud.access.attachToRole(caller, 'pass', { Version: '2012-10-17', Statement: [pass] });
    expect(cloud.gateway.call(asked, { kind: 'role', roleArn: caller })).toHaveProperty('output');
  });

  it('twice with one token starts one execution', async () => {
    bench.declare('Once', [rest]);
    const ClientToken = '00000000-0000-4000-8000-0000000000AB';
    const begin = (more: object) =>
      bench.ssm.send(new StartAutomationExecutionCommand({ DocumentName: 'Once', ...more }));
    const first = await begin({ ClientToken });
    const again = await begin({ ClientToken: ClientToken.toLowerCase() });
    expect(again.AutomationExecutionId).toBe(first.AutomationExecutionId);
    await expect(begin({ ClientToken, DocumentVersion: '1' })).rejects.toMatchObject({
      name: 'IdempotentParameterMismatch',
    });
  });

  it('more often than the account allows is throttled', async () => {
    const { cloud } = newCloud({ ssm: { automationsPerSecond: 1 } });
    cloud.ssm.declareDocument({
      ...{ Name: 'Rest', DocumentType: 'Automation' },
      Content: { schemaVersion: '0.3', mainSteps: [rest] },
    });
    const asked = { service: 'ssm', name: 'StartAutomationExecution', input: { DocumentName: 'Rest' } };
    const begin = () => cloud.gateway.call(asked, { kind: 'administrator' });
    expect([begin(), begin()]).toMatchObject([{ output: {} }, { refusal: { code: 'ThrottlingException' } }]);
    await cloud.pass(1);
    expect(begin()).toHaveProperty('output');
  });
});
