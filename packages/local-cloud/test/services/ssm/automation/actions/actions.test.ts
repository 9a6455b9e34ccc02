import { ListCommandsCommand, StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountId } from '../../../../accounts.ts';
import { spec } from '../../../ec2/pretend-world.ts';
import { type AutomationBench, automationBench, everything, type Step } from '../automation-bench.ts';

let bench: AutomationBench;
beforeAll(async () => {
  bench = await automationBench();
});

const call = (inputs: Step, more: Step = {}): Step => ({
  ...{ name: 'call', action: 'aws:executeAwsApi', inputs },
  ...more,
});
const describeInstances = () => ({
  Service: 'ec2',
  Api: 'DescribeInstances',
  InstanceIds: [bench.instanceId],
});

describe('aws:executeAwsApi', () => {
  it('calls any operation, and gives what its selectors find, with their types', async () => {
    const first = '$.Reservations[0].Instances[0]';
    const outputs = [
      { Name: 'Id', Selector: `${first}.InstanceId`, Type: 'String' },
      { Name: 'Ids', Selector: '$.Reservations[*].Instances[*].InstanceId', Type: 'StringList' },
      { Name: 'Code', Selector: `${first}.State.Code`, Type: 'Integer' },
      { Name: 'State', Selector: `${first}.State`, Type: 'StringMap' },
      { Name: 'Tags', Selector: '$..Tags[*]', Type: 'MapList' },
      { Name: 'Nothing', Selector: `${first}.Nothing` },
    ];
    const { StepExecutions: [step] = [], Outputs } = await bench.run(
      [call(describeInstances(), { outputs })],
      {
        outputs: ['call.Id', 'call.Nothing', 'call'],
      },
    );
    expect(step?.Outputs).toEqual({
      Id: [bench.instanceId],
      Ids: [bench.instanceId],
      Code: ['16'],
      State: ['{"Code":16,"Name":"running"}'],
      Tags: ['{"Key":"role","Value":"web"}'],
    });
    expect(step?.Response).toContain('"ResponseMetadata":{"RequestId":');
    expect(Outputs).toMatchObject({ 'call.Id': [bench.instanceId], 'call.Nothing': [] });
  });

  it('makes its call as the role of the runbook, and IAM decides', async () => {
    const narrow = await automationBench([{ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }]);
    const { FailureMessage } = await narrow.run([call({ Service: 'ec2', Api: 'DescribeInstances' })]);
    expect(FailureMessage).toContain(
      'An error occurred (UnauthorizedOperation) when calling the DescribeInstances',
    );
    expect(FailureMessage).toMatch(/assumed-role\/runner\/Automation-[0-9a-f-]{36}/);
  });

  it('refuses members that the operation does not have, and misses those that it needs', async () => {
    const wrong = await bench.run([call({ Service: 'ssm', Api: 'GetParameter', Names: ['x'] })]);
    expect(wrong.FailureMessage).toContain('has no member .Names');
    const without = await bench.run([call({ Service: 'ec2', Api: 'StartInstances' })]);
    expect(without.FailureMessage).toContain('instanceIds');
  });

  it('ends the run at a service or an operation that is not emulated', async () => {
    for (const inputs of [
      { Service: 'rds', Api: 'DescribeDBInstances' },
      { Service: 'ec2', Api: 'DescribeVolumes' },
    ]) {
      const { cloud, declare, start } = await automationBench();
      declare('Call', [call(inputs)]);
      await start('Call');
      await expect(cloud.pass(60)).rejects.toThrow(/rds|DescribeVolumes/);
    }
  });
});

describe('a property of a resource', () => {
  const property = (action: string, DesiredValues: readonly unknown[], more: Step = {}): Step => ({
    ...{ name: 'look', action: `aws:${action}AwsResourceProperty`, ...more },
    inputs: {
      ...describeInstances(),
      ...{ PropertySelector: '$.Reservations[0].Instances[0].State.Name', DesiredValues },
    },
  });

  it('that is as desired lets the execution go on, and another one fails it', async () => {
    const good = await bench.run([property('assert', ['stopped', 'running'])]);
    expect(good.AutomationExecutionStatus).toBe('Success');
    const bad = await bench.run([property('assert', ['stopped'])]);
    expect(bad.FailureMessage).toContain(
      'Property value from the API output is not in the desired values. Property selector: $.Reservations[0].Instances[0].State.Name. Property value: running. Desired values: [stopped]',
    );
  });

  it('is waited for', async () => {
    const { cloud, declare, start, execution, instanceId, pass } = await automationBench();
    const inputs = { ...property('waitFor', ['stopped']) };
    const ofThis = { ...describeInstances(), InstanceIds: [instanceId] };
    declare('Wait', [{ ...inputs, inputs: { ...Object(inputs['inputs']), ...ofThis } }]);
    const id = await start('Wait');
    await pass(300);
    expect((await execution(id)).AutomationExecutionStatus).toBe('InProgress');
    cloud.ec2.operations['StopInstances']?.run({ InstanceIds: [instanceId] }, cloud.administrator());
    await pass(300);
    expect((await execution(id)).AutomationExecutionStatus).toBe('Success');
  });
});

describe('aws:branch', () => {
  const parameters = { Way: { type: 'String', default: '' }, Many: { type: 'Integer', default: 0 } };
  const rest = (name: string): Step => ({
    name,
    action: 'aws:sleep',
    inputs: { Duration: 'PT1S' },
    isEnd: true,
  });
  const branch = (inputs: Step, more: Step = {}) => [
    { name: 'choose', action: 'aws:branch', inputs, ...more },
    rest('first'),
    rest('second'),
    rest('third'),
  ];

  it.each([
    ['south', '3', 'second'],
    ['north', '9', 'third'],
    ['north', '1', 'first'],
  ])('to %s with %s goes to the %s step', async (way, many, name) => {
    const Choices = [
      { NextStep: 'second', Variable: '{{ Way }}', StartsWith: 'so' },
      {
        NextStep: 'third',
        And: [
          { Variable: '{{ Many }}', NumericGreater: 5 },
          { Not: { Variable: '{{ Way }}', StringEquals: 'south' } },
        ],
      },
    ];
    const { StepExecutions = [] } = await bench.run(
      branch({ Choices, Default: 'first' }),
      { parameters },
      {
        ...{ Way: [way], Many: [many] },
      },
    );
    const ran = StepExecutions.filter(({ StepStatus }) => StepStatus === 'Success');
    expect(ran.map(({ StepName }) => StepName)).toEqual(['choose', name]);
  });

  it('without a choice that is true goes on, and ends when it is the end', async () => {
    const Choices = [{ NextStep: 'third', Variable: '{{ Way }}', StringEquals: 'x' }];
    const on = await bench.run(branch({ Choices }), { parameters });
    expect(on.StepExecutions?.map(({ StepStatus }) => StepStatus)).toEqual([
      'Success',
      'Success',
      'Pending',
      'Pending',
    ]);
    const ended = await bench.run(branch({ Choices }, { isEnd: true }), { parameters });
    expect(ended.StepExecutions?.filter(({ StepStatus }) => StepStatus === 'Success')).toHaveLength(1);
  });
});

describe('aws:sleep', () => {
  it('waits until a time, and not longer than 7 days', async () => {
    const Timestamp = new Date(bench.cloud.timeline.nowMs + 600_000).toISOString();
    const { StepExecutions: [step] = [] } = await bench.run([
      { name: 'rest', action: 'aws:sleep', inputs: { Timestamp } },
    ]);
    expect(step?.ExecutionEndTime?.toISOString()).toBe(Timestamp);
    const long = await bench.run([{ name: 'rest', action: 'aws:sleep', inputs: { Duration: 'P8D' } }]);
    expect(long.AutomationExecutionStatus).toBe('Failed');
  });
});

describe('aws:runCommand', () => {
  const command = (inputs: Step, more: Step = {}): Step => ({
    ...{ name: 'command', action: 'aws:runCommand', ...more },
    inputs: { DocumentName: 'AWS-RunShellScript', Parameters: { commands: 'true' }, ...inputs },
  });

  it('sends a command, waits for its end, and has its outputs', async () => {
    const { StepExecutions: [step] = [] } = await bench.run([command({ InstanceIds: [bench.instanceId] })]);
    expect(step).toMatchObject({
      StepStatus: 'Success',
      Outputs: {
        Status: ['Success'],
        ResponseCode: ['0'],
        CommandId: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
      },
    });
  });

  it('fails with the result of a command that fails', async () => {
    const [instance] = bench.cloud.ec2.launch([
      spec({ tags: { 'local-cloud:exit-code': '3', 'local-cloud:output': 'full' } }),
    ]);
    await bench.pass(600);
    const { FailureMessage } = await bench.run([command({ InstanceIds: [instance?.id] })]);
    expect(FailureMessage).toMatch(
      /^Step fails when it is verifying the command has completed\. Command \S+ returns unexpected invocation result: \n\{Status=\[Failed\], ResponseCode=\[3\], Output=\[full/,
    );
  });

  it('waits for agents that are not there, and says which at its time-out', async () => {
    const [lost] = bench.cloud.ec2.launch([spec({ registration: { kind: 'never', cause: 'no-agent' } })]);
    const { FailureMessage, AutomationExecutionStatus } = await bench.run([
      command({ InstanceIds: [lost?.id] }, { timeoutSeconds: 300 }),
    ]);
    expect(AutomationExecutionStatus).toBe('TimedOut');
    expect(FailureMessage).toContain(
      `Step timed out while step is verifying the SSM Agent availability on the target instance(s). SSM Agent on Instances: [${lost?.id}] are not functioning.`,
    );
  });

  it('needs the permission to send', async () => {
    const narrow = await automationBench([
      { Effect: 'Deny', Action: 'ssm:SendCommand', Resource: '*' },
      ...everything,
    ]);
    const { FailureMessage } = await narrow.run([command({ InstanceIds: [narrow.instanceId] })]);
    expect(FailureMessage).toContain('Exception Message from SendCommand API: [User: arn:aws:sts::');
    expect(FailureMessage).toContain(`Error Code: AccessDeniedException`);
    expect(FailureMessage).toContain(accountId);
  });

  it('reads again when its reads are throttled', async () => {
    const { cloud, execution, declare, start, pass } = await automationBench(everything, {
      requestsPerSecond: 2,
    });
    declare('Throttled', [command({ Targets: [{ Key: 'tag:role', Values: ['web'] }] })]);
    const id = await start('Throttled');
    let throttled = 0;
    cloud.gateway.observe(({ operation, code, principal }) => {
      if (principal.kind !== 'role') return;
      if (code === 'ThrottlingException') throttled++;
      if (operation !== 'SendCommand') return;
      // Somebody else reads as often as the account allows for half a minute.
      const list = { service: 'ssm', name: 'ListCommands', input: {} };
      for (let atMs = 100; atMs < 30_000; atMs += 100)
        cloud.timeline.after(atMs, () => cloud.gateway.call(list, { kind: 'administrator' }));
    });
    await pass(1800);
    expect(throttled).toBeGreaterThan(0);
    expect((await execution(id)).AutomationExecutionStatus).toBe('Success');
  });

  it('that is stopped cancels its command', async () => {
    bench.declare('Stopped', [command({ InstanceIds: [bench.instanceId] })]);
    const id = await bench.start('Stopped');
    await bench.pass(15);
    await bench.ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    const { AutomationExecutionStatus, StepExecutions: [step] = [] } = await bench.execution(id);
    expect([AutomationExecutionStatus, step?.StepStatus]).toEqual(['Cancelled', 'Cancelled']);
    const { Commands = [] } = await bench.ssm.send(new ListCommandsCommand({ MaxResults: 1 }));
    expect(Commands[0]?.Status).toMatch(/^Cancel/);
  });
});
