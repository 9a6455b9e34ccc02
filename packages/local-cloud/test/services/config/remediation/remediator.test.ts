import {
  DeleteRemediationConfigurationCommand,
  DeleteRemediationExceptionsCommand,
  DescribeRemediationExceptionsCommand,
  DescribeRemediationExecutionStatusCommand,
  PutRemediationConfigurationsCommand,
  StartRemediationExecutionCommand,
} from '@aws-sdk/client-config-service';
import { DescribeAutomationExecutionsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import {
  type ConfigBench,
  configBench,
  instanceType,
  recorder,
  remediation,
  remediationParameters,
  rule,
  runbook,
} from '../config-bench.ts';

const tokens = rule('tokens', 'EC2_IMDSV2_CHECK');
const optional = { metadata: { httpEndpoint: 'enabled', httpTokens: 'optional' } } as const;
const ofRule = { ConfigRuleName: 'tokens' };
const sleep = (Duration: string) => [{ name: 'rest', action: 'aws:sleep', inputs: { Duration } }];
const fail = [
  {
    name: 'fail',
    action: 'aws:executeAwsApi',
    inputs: { Service: 'ec2', Api: 'StopInstances', InstanceIds: ['i-00000000000000000'] },
  },
];

/** An account with instances that are not compliant, whatever the runbook does. */
async function unmended(steps: readonly object[], more: object = {}, count = 1) {
  const bench = await configBench(
    {
      ...{ ...recorder, Rule: tokens, Runbook: runbook('Mend', steps) },
      Remediation: remediation('Rule', 'Mend', more),
    },
    { config: { recordSeconds: [30, 30], evaluateSeconds: [10, 10] } },
  );
  const ids = Array.from({ length: count }, () => bench.launch(optional));
  await bench.pass(41);
  return { ...bench, ids };
}

async function statesOf({ config }: ConfigBench) {
  const { RemediationExecutionStatuses = [] } = await config.send(
    new DescribeRemediationExecutionStatusCommand(ofRule),
  );
  return RemediationExecutionStatuses.map(({ State }) => State);
}

async function executionsOf({ cloud }: ConfigBench) {
  const ssm = new SSMClient(sdkSettings(cloud));
  const { AutomationExecutionMetadataList = [] } = await ssm.send(
    new DescribeAutomationExecutionsCommand({}),
  );
  return AutomationExecutionMetadataList.length;
}

describe('an automatic remediation', () => {
  it('that fails is tried again, and is an exception after the attempts of its window', async () => {
    const bench = await unmended(fail, { MaximumAutomaticAttempts: 3, RetryAttemptSeconds: 600 });
    await bench.pass(3 * 86_400);
    expect(await executionsOf(bench)).toBe(3);
    expect(await statesOf(bench)).toEqual(['FAILED']);
    const { RemediationExceptions } = await bench.config.send(
      new DescribeRemediationExceptionsCommand(ofRule),
    );
    expect(RemediationExceptions).toEqual([
      {
        ...{ ConfigRuleName: 'tokens', ResourceType: instanceType, ResourceId: bench.ids[0] },
        Message: 'Maximum automatic remediation attempts (3) were made within 600 seconds.',
      },
    ]);
  });

  it('goes on when somebody deletes its exception', async () => {
    const bench = await unmended(fail, { MaximumAutomaticAttempts: 1, RetryAttemptSeconds: 600 });
    await bench.pass(1_800);
    expect(await executionsOf(bench)).toBe(1);
    const [ResourceId = ''] = bench.ids;
    const ResourceKeys = [{ ResourceType: instanceType, ResourceId }];
    await bench.config.send(new DeleteRemediationExceptionsCommand({ ...ofRule, ResourceKeys }));
    await bench.pass(3_600);
    expect(await executionsOf(bench)).toBe(2);
  });

  it('that fails more slowly than its window goes on for ever', async () => {
    const bench = await unmended([...sleep('PT2M'), ...fail], { MaximumAutomaticAttempts: 3 });
    await bench.pass(3_600);
    expect(await executionsOf(bench)).toBeGreaterThan(15);
    const { RemediationExceptions } = await bench.config.send(
      new DescribeRemediationExceptionsCommand(ofRule),
    );
    expect(RemediationExceptions).toEqual([]);
  });

  it('that succeeds and mends nothing is repeated at the next look', async () => {
    const bench = await unmended(sleep('PT1S'));
    await bench.pass(1_800);
    expect(await executionsOf(bench)).toBe(1);
    await bench.pass(2 * 3_600);
    expect(await executionsOf(bench)).toBe(3);
  });

  it('leaves resources of another type alone', async () => {
    const bench = await unmended(sleep('PT1S'), { ResourceType: 'AWS::EC2::Volume' });
    await bench.pass(7_200);
    expect(await executionsOf(bench)).toBe(0);
  });

  it('begins with what is not compliant already', async () => {
    const bench = await unmended(sleep('PT1S'), { Automatic: false });
    await bench.pass(7_200);
    expect(await executionsOf(bench)).toBe(0);
    const configuration = {
      ...({ ...ofRule, TargetType: 'SSM_DOCUMENT', TargetId: 'Mend', Automatic: true } as const),
      Parameters: {
        ...remediationParameters,
        InstanceId: { ResourceValue: { Value: 'RESOURCE_ID' } as const },
      },
    };
    await bench.config.send(
      new PutRemediationConfigurationsCommand({ RemediationConfigurations: [configuration] }),
    );
    expect(await executionsOf(bench)).toBe(1);
  });
});

describe('the controls of a remediation', () => {
  const controls = (ConcurrentExecutionRatePercentage: number, ErrorPercentage: number) => ({
    ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage, ErrorPercentage } },
  });

  it('let a share of the resources be remediated at a time', async () => {
    const bench = await unmended(sleep('PT10M'), controls(25, 100), 8);
    await bench.pass(300);
    const states = await statesOf(bench);
    expect(states.filter((state) => state === 'IN_PROGRESS')).toHaveLength(2);
    expect(states.filter((state) => state === 'QUEUED')).toHaveLength(6);
    await bench.pass(50 * 60);
    expect(new Set(await statesOf(bench))).toEqual(new Set(['SUCCEEDED']));
  });

  it('end the rest when too many have failed', async () => {
    const more = { ...controls(10, 20), MaximumAutomaticAttempts: 1, RetryAttemptSeconds: 3_600 };
    const bench = await unmended(fail, more, 10);
    await bench.pass(600);
    expect(new Set(await statesOf(bench))).toEqual(new Set(['FAILED']));
    expect(await executionsOf(bench)).toBe(3);
  });
});

describe('a remediation that somebody asks for', () => {
  const ask = (resourceId: string) =>
    new StartRemediationExecutionCommand({
      ...ofRule,
      ResourceKeys: [{ resourceType: instanceType, resourceId }],
    });

  it('runs once, and is refused while it runs and for what is compliant', async () => {
    const bench = await unmended(sleep('PT10M'), { Automatic: false });
    const [id = ''] = bench.ids;
    const compliant = bench.launch();
    await bench.pass(300);
    const began = await bench.config.send(ask(id));
    expect([began.FailureMessage, began.FailedItems]).toEqual([undefined, undefined]);
    const again = await bench.config.send(ask(id));
    expect(again.FailureMessage).toMatch(/in progress/);
    expect(again.FailedItems).toEqual([{ resourceType: instanceType, resourceId: id }]);
    expect((await bench.config.send(ask(compliant))).FailureMessage).toMatch(/already compliant/);
    await expect(bench.config.send(new DeleteRemediationConfigurationCommand(ofRule))).rejects.toThrow(
      expect.objectContaining({ name: 'RemediationInProgressException' }),
    );
    await bench.pass(1_200);
    expect(await statesOf(bench)).toEqual(['SUCCEEDED']);
    expect(await executionsOf(bench)).toBe(1);
    await bench.config.send(new DeleteRemediationConfigurationCommand(ofRule));
  });

  it('fails when its execution cannot start, and is not tried again', async () => {
    const bench = await unmended(sleep('PT1S'), { Automatic: false });
    const [id = ''] = bench.ids;
    bench.cloud.ssm.removeDocument('Mend');
    await bench.config.send(ask(id));
    await bench.pass(3_600);
    expect(await statesOf(bench)).toEqual(['FAILED']);
  });
});
